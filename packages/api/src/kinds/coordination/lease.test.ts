import { expect, test } from 'vitest';
import { Lease } from './lease.ts';

const lease = (spec: Lease['spec']): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'a', namespace: 'default' },
  spec,
});

const cases: [Lease['spec'], string[]][] = [
  [undefined, []],
  [{ leaseDurationSeconds: 1, leaseTransitions: 0, holderIdentity: '' }, []],
  [{ strategy: 'OldestEmulationVersion', preferredHolder: 'b' }, []],
  [{ strategy: 'example.com/mine' }, []],
  [
    { leaseDurationSeconds: 0, leaseTransitions: -1 },
    [
      'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
      'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [{ preferredHolder: 'b' }, ['spec.preferredHolder: Forbidden: may only be specified if `strategy` is defined']],
  [{ strategy: 'Newest' }, ['spec.strategy: Unsupported value: "Newest": supported values: "OldestEmulationVersion"']],
  [{ strategy: '/a' }, ['spec.strategy: Invalid value: "/a": prefix part must be non-empty']],
];

test.each(cases)('lease %j', (spec, expected) => {
  const errors = Lease.validate?.(lease(spec)) ?? [];
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});

test('the column shows who holds it', () => {
  const cell = (spec: Lease['spec']) => Lease.columns?.map((column) => column.cell(lease(spec), 0));
  expect(cell({ holderIdentity: 'node-a' })).toEqual(['node-a']);
  expect(cell(undefined)).toEqual(['']);
});
