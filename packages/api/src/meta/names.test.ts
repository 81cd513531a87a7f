import { describe, expect, test } from 'vitest';
import {
  configMapKeyProblems,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  labelValueProblems,
  pathSegmentNameProblems,
  qualifiedNameProblems,
} from './names.ts';

const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const qualifiedRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

type Rule = (value: string) => string[];
const cases: [string, Rule, string, string[]][] = [
  ['label', dns1123LabelProblems, 'a-1', []],
  ['label of 63', dns1123LabelProblems, 'a'.repeat(63), []],
  ['label of 64', dns1123LabelProblems, 'a'.repeat(64), ['must be no more than 63 bytes']],
  ['label with dots', dns1123LabelProblems, 'a.b', ['must not contain dots']],
  ['label with capitals', dns1123LabelProblems, 'A', [labelRule]],
  ['empty label', dns1123LabelProblems, '', [labelRule]],
  ['label with a newline', dns1123LabelProblems, 'a\n', [labelRule]],
  ['subdomain', dns1123SubdomainProblems, 'a.b-c.1', []],
  ['subdomain with an empty part', dns1123SubdomainProblems, 'a..b', [subdomainRule]],
  ['subdomain with a hyphen at an end', dns1123SubdomainProblems, 'a.b-', [subdomainRule]],
  ['subdomain with underscore', dns1123SubdomainProblems, 'a_b', [subdomainRule]],
  ['long subdomain', dns1123SubdomainProblems, 'a'.repeat(254), ['must be no more than 253 bytes']],
  ['key', qualifiedNameProblems, 'My_Name.x', []],
  ['key with prefix', qualifiedNameProblems, 'example.com/x', []],
  [
    'key without name',
    qualifiedNameProblems,
    'example.com/',
    ['name part must be non-empty', `name part ${qualifiedRule}`],
  ],
  ['key without prefix', qualifiedNameProblems, '/x', ['prefix part must be non-empty']],
  ['key with a bad prefix', qualifiedNameProblems, 'A/x', [`prefix part ${subdomainRule}`]],
  ['long key', qualifiedNameProblems, 'x'.repeat(64), ['name part must be no more than 63 bytes']],
  [
    'key of three parts',
    qualifiedNameProblems,
    'a/b/c/d',
    [`a valid label key ${qualifiedRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
  ],
  ['value', labelValueProblems, '', []],
  [
    'value with a hyphen at an end',
    labelValueProblems,
    '-a',
    [
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  ],
  ['segment', pathSegmentNameProblems, 'system:a b', []],
  ['parent segment', pathSegmentNameProblems, '..', ["may not be '..'"]],
  ['segment with both', pathSegmentNameProblems, 'a%/b', ["may not contain '/'", "may not contain '%'"]],
  ['config key', configMapKeyProblems, 'a.B_c-1', []],
  ['config key upwards', configMapKeyProblems, '..a', ["must not start with '..'"]],
  [
    'config key with a slash',
    configMapKeyProblems,
    'a/b',
    [
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ],
];

test.each(cases)('%s', (...[, rule, value, expected]) => {
  expect(rule(value)).toEqual(expected);
});

describe('hostile length', () => {
  const rules = [
    dns1123LabelProblems,
    dns1123SubdomainProblems,
    qualifiedNameProblems,
    labelValueProblems,
    configMapKeyProblems,
  ];
  test.each(rules.map((rule) => [rule.name, rule] as const))('%s takes linear time', (_, rule) => {
    const started = performance.now();
    for (const text of [
      'a'.repeat(1_000_000),
      `${'a'.repeat(1_000_000)}!`,
      'a.'.repeat(500_000),
      '-'.repeat(1_000_000),
    ]) {
      expect(rule(text)).not.toEqual([]);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
