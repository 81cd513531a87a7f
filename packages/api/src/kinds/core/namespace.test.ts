import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../schema/field-error.ts';
import { Namespace } from './namespace.ts';

const lines = (errors: readonly FieldError[] = []) => errors.map(({ field, message }) => `${field}: ${message}`);
const namespace = (fields: Partial<Namespace>): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'a' },
  ...fields,
});
const labelled = { name: 'a', labels: { 'kubernetes.io/metadata.name': 'a' } };

describe('a new namespace', () => {
  const active = { metadata: labelled, status: { phase: 'Active' } };
  const cases: [string, Partial<Namespace>, Partial<Namespace>][] = [
    ['is active, labelled and held', {}, { ...active, spec: { finalizers: ['kubernetes'] } }],
    [
      'keeps the finalizers it came with',
      { spec: { finalizers: ['example.com/a'] } },
      { ...active, spec: { finalizers: ['example.com/a', 'kubernetes'] } },
    ],
    [
      'is held once',
      { spec: { finalizers: ['kubernetes', 'example.com/a'] } },
      { ...active, spec: { finalizers: ['kubernetes', 'example.com/a'] } },
    ],
    [
      'is not labelled before it has a name',
      { metadata: { name: '', generateName: 'a-' } },
      { ...active, metadata: { name: '', generateName: 'a-' }, spec: { finalizers: ['kubernetes'] } },
    ],
    [
      'cannot come with a status or a false label',
      {
        metadata: { name: 'a', labels: { b: 'c', 'kubernetes.io/metadata.name': 'd' } },
        status: { phase: 'Terminating' },
      },
      {
        metadata: { name: 'a', labels: { b: 'c', 'kubernetes.io/metadata.name': 'a' } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ],
  ];

  test.each(cases)('%s', (_, given, expected) => {
    const object = namespace(given);
    const before = structuredClone(object);
    expect(Namespace.prepareForCreate?.(object)).toStrictEqual(namespace(expected));
    expect(object).toStrictEqual(before);
  });
});

test('an update changes neither finalizers nor the name label', () => {
  const old = namespace({ metadata: labelled, spec: { finalizers: ['kubernetes'] } });
  const given = namespace({ spec: { finalizers: [] } });
  expect(Namespace.prepareForUpdate?.(given, old)).toStrictEqual(old);
  const freed = namespace({ metadata: labelled, spec: {} });
  expect(Namespace.prepareForUpdate?.(old, freed)).toStrictEqual(freed);
});

test.each<[string, string[]]>([
  ['kubernetes', []],
  ['example.com/a', []],
  ['orphan', []],
  [
    'mine',
    ['spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified'],
  ],
])('finalizer %s', (name, expected) => {
  expect(lines(Namespace.validate?.(namespace({ spec: { finalizers: [name] } })))).toEqual(expected);
});

describe('a change of status', () => {
  const deleted = { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' };
  const cases: [string, Partial<Namespace>, string[]][] = [
    ['active', { status: { phase: 'Active' } }, []],
    ['terminating while deleted', { metadata: deleted, status: { phase: 'Terminating' } }, []],
    [
      'terminating while not deleted',
      { status: { phase: 'Terminating' } },
      ['status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty'],
    ],
    [
      'no phase while deleted',
      { metadata: deleted },
      ['status.Phase: Invalid value: "": may only be \'Terminating\' if `deletionTimestamp` is not empty'],
    ],
  ];

  test.each(cases)('%s', (_, fields, expected) => {
    expect(lines(Namespace.validateStatusUpdate?.(namespace(fields), namespace({})))).toEqual(expected);
  });
});
