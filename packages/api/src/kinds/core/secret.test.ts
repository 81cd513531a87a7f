import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../schema/field-error.ts';
import { validateImmutable } from '../../schema/immutability.ts';
import { Secret } from './secret.ts';

const lines = (errors: readonly FieldError[] = []) => errors.map(({ field, message }) => `${field}: ${message}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret = (fields: Partial<Secret>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a', namespace: 'default' },
  ...fields,
});

describe('a secret', () => {
  const tls = 'kubernetes.io/tls';
  const docker = 'kubernetes.io/dockerconfigjson';
  const basic = 'kubernetes.io/basic-auth';
  const ssh = 'kubernetes.io/ssh-auth';
  const token = 'kubernetes.io/service-account-token';
  const metadata = { name: 'a', namespace: 'default' };
  const annotated = { ...metadata, annotations: { 'kubernetes.io/service-account.name': 'default' } };
  const notJson = (key: string) => `data[${key}]: Invalid value: "<secret contents redacted>": must be a JSON object`;
  const cases: [string, Partial<Secret>, string[]][] = [
    ['Opaque', { type: 'Opaque' }, []],
    ['of a type of one’s own', { type: 'example.com/x' }, []],
    ['tls', { type: tls, data: { 'tls.crt': '', 'tls.key': '' } }, []],
    ['tls with nothing', { type: tls }, ['data[tls.crt]: Required value', 'data[tls.key]: Required value']],
    ['tls without its key', { type: tls, data: { 'tls.crt': '' } }, ['data[tls.key]: Required value']],
    ['docker', { type: docker, data: { '.dockerconfigjson': base64('{"auths":{}}') } }, []],
    ['docker with nothing', { type: docker }, ['data[.dockerconfigjson]: Required value']],
    [
      'docker without JSON',
      { type: docker, data: { '.dockerconfigjson': base64('pass') } },
      [notJson('.dockerconfigjson')],
    ],
    [
      'docker with a list',
      { type: docker, data: { '.dockerconfigjson': base64('[]') } },
      [notJson('.dockerconfigjson')],
    ],
    ['old docker, empty', { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '' } }, [notJson('.dockercfg')]],
    ['basic with a password', { type: basic, data: { password: '' } }, []],
    ['basic with neither', { type: basic }, ['data[username]: Required value', 'data[password]: Required value']],
    ['ssh', { type: ssh, data: { 'ssh-privatekey': 'AA==' } }, []],
    ['ssh, empty', { type: ssh, data: { 'ssh-privatekey': '' } }, ['data[ssh-privatekey]: Required value']],
    ['token', { type: token, metadata: annotated }, []],
    ['token of nobody', { type: token }, ['metadata.annotations[kubernetes.io/service-account.name]: Required value']],
    ['of the largest size', { data: { a: base64('x'.repeat(1024 * 1024)) } }, []],
    [
      'one byte larger',
      { data: { a: base64('x'.repeat(1024 * 1024)), b: 'AA==' } },
      ['data: Too long: may not be more than 1048576 bytes'],
    ],
    ['with a bad key', { data: { '..a': '' } }, ['data[..a]: Invalid value: "..a": must not start with \'..\'']],
  ];

  test.each(cases)('%s', (_, fields, expected) => {
    expect(lines(Secret.validate?.(secret(fields)))).toEqual(expected);
  });

  test('says nothing of its content', () => {
    const errors = Secret.validate?.(secret({ type: docker, data: { '.dockerconfigjson': base64('hunter2') } }));
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });
});

describe('stringData', () => {
  const cases: [string, Partial<Secret>, Partial<Secret>][] = [
    ['becomes data', { stringData: { a: 'ä' } }, { data: { a: 'w6Q=' } }],
    ['overrules data', { data: { a: 'AA==', b: 'AA==' }, stringData: { a: 'x' } }, { data: { a: 'eA==', b: 'AA==' } }],
    ['leaves no data when empty', { stringData: {} }, {}],
    ['is not missed', { data: { a: 'AA==' } }, { data: { a: 'AA==' } }],
  ];

  test.each(cases)('%s', (_, given, expected) => {
    const object = secret(given);
    const before = structuredClone(object);
    expect(Secret.prepareForCreate?.(object)).toStrictEqual(secret(expected));
    expect(Secret.prepareForUpdate?.(object, secret({}))).toStrictEqual(secret(expected));
    expect(object).toStrictEqual(before);
  });

  test('an own key __proto__ stays one', () => {
    const stringData: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    const made = Secret.prepareForCreate?.(secret({ stringData }));
    expect(JSON.stringify(made?.data)).toBe('{"__proto__":"eA=="}');
  });
});

describe('a change of a secret', () => {
  const old = secret({ type: 'Opaque', data: { a: 'AA==' } });
  const cases: [string, { old: Secret; change: Partial<Secret> }, string[]][] = [
    ['data', { old, change: { data: {} } }, []],
    ['type', { old, change: { type: 'x' } }, ['type: Invalid value: "x": field is immutable']],
    [
      'data of an immutable one',
      { old: { ...old, immutable: true }, change: { data: {} } },
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
  ];

  test.each(cases)('%s', (_, { old: before, change }, expected) => {
    const after = { ...before, ...change };
    const errors = [
      ...validateImmutable(Secret.shape, after, before),
      ...(Secret.validateUpdate?.(after, before) ?? []),
    ];
    expect(lines(errors)).toEqual(expected);
  });
});
