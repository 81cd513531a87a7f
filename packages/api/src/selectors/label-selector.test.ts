import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatusError } from '../meta/status-error.ts';
import { matchesLabelSelector, parseLabelSelector } from './label-selector.ts';

const labels = { app: 'web', tier: 'front', size: '10', empty: '' };

const answers: [string, boolean][] = [
  ['', true],
  ['app=web', true],
  ['app==web,tier=front', true],
  ['app = web , tier in (front, back)', true],
  ['app=other', false],
  ['app!=web', false],
  ['none!=web', true],
  ['tier notin (back)', true],
  ['none notin (a,b)', true],
  ['none in (a,b)', false],
  ['app', true],
  ['!app', false],
  ['!none', true],
  ['size>9', true],
  ['size<10', false],
  ['app>1', false],
  ['none<1', false],
  ['empty=', true],
  ['empty,app=web', true],
  ['empty in ()', true],
  ['empty in (a,)', true],
  ['empty in (,a)', true],
  ['empty in (a,,b)', true],
  ['app in (a)', false],
  ['in', false],
  ['app in (in,web)', true],
  ['constructor', false],
  ['!constructor', true],
];

test.each(answers)('%j', (text, expected) => {
  expect(parseLabelSelector(text).matches(labels)).toBe(expected);
});

test('no labels at all', () => {
  expect(parseLabelSelector('!a').matches(undefined)).toBe(true);
  expect(parseLabelSelector('a').matches(undefined)).toBe(false);
  expect(parseLabelSelector(' ').empty).toBe(true);
});

const keyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const errors: [string, string][] = [
  [',', "found ',', expected: !, identifier, or 'end of string'"],
  ['=web', "found '=', expected: !, identifier, or 'end of string'"],
  ['a,', "found '', expected: identifier after ','"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a=b c', "found 'c', expected: ',' or 'end of string'"],
  ['!=a', "found '!=', expected: !, identifier, or 'end of string'"],
  ['!', "unable to parse requirement: found '', expected: identifier"],
  ['a in b', "unable to parse requirement: found 'b' expected: '('"],
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a in (b,', "unable to parse requirement: found '', expected: ',', or identifier"],
  ['a in (=', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
  ['a==(b)', "unable to parse requirement: found '(', expected: identifier"],
  ['-a=b', `unable to parse requirement: <nil>: Invalid value: "-a": ${keyRule}`],
  [
    `a=${'b'.repeat(64)}`,
    `unable to parse requirement: values[0][a]: Invalid value: "${'b'.repeat(64)}": must be no more than 63 bytes`,
  ],
  [
    'a>b',
    "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
];

test.each(errors)('%s', (text, message) => {
  expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ reason: 'BadRequest', message }));
});

test('any text is read or refused with 400', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'in', 'notin', '(', ')', ',', '=', '!', '<', '>', ' ', '-', '/', '\0'),
  });
  fc.assert(
    fc.property(text, (selector) => {
      try {
        parseLabelSelector(selector).matches(labels);
      } catch (error) {
        expect(error).toBeInstanceOf(StatusError);
      }
    }),
  );
});

test('a long selector takes linear time', () => {
  const started = performance.now();
  parseLabelSelector(`a in (${'b,'.repeat(200_000)}b)`);
  parseLabelSelector(' '.repeat(1_000_000));
  expect(() => parseLabelSelector('('.repeat(1_000_000))).toThrow(StatusError);
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('in an object', () => {
  test('an absent selector chooses nothing, an empty one all', () => {
    expect(matchesLabelSelector(undefined, labels)).toBe(false);
    expect(matchesLabelSelector({}, labels)).toBe(true);
    expect(matchesLabelSelector({ matchLabels: {} }, undefined)).toBe(true);
  });

  test('all of both parts must hold', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['front'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'app', operator: 'Exists' },
        { key: 'tier', operator: 'NotIn', values: ['back'] },
      ],
    };
    expect(matchesLabelSelector(selector, labels)).toBe(true);
    expect(matchesLabelSelector(selector, { ...labels, old: '' })).toBe(false);
    expect(matchesLabelSelector(selector, { ...labels, app: 'x' })).toBe(false);
  });

  test('one that is not valid chooses nothing', () => {
    expect(matchesLabelSelector({ matchExpressions: [{ key: 'app', operator: 'Is' }] }, labels)).toBe(false);
    expect(matchesLabelSelector({ matchExpressions: [{ key: 'app', operator: 'In', values: [] }] }, labels)).toBe(
      false,
    );
  });
});
