// Constraints that repeat another are found in time that grows with their number only.
import { expect, test } from 'vitest';
import { FieldPath } from '../../../schema/field-path.ts';
import { validateTopologySpread } from './topology-spread.ts';

const constraint = (topologyKey: string) => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule' });

test('all but the last of those that repeat each other are complained of', () => {
  const errors = validateTopologySpread(['a', 'b', 'a', 'a'].map(constraint), FieldPath.of('spread'));
  const field = (index: number) => `spread[${index}].{topologyKey, whenUnsatisfiable}`;
  expect(errors.map((error) => String(error.field))).toEqual([field(0), field(2)]);
});

test('50,000 constraints are checked within a second', () => {
  const constraints = Array.from({ length: 50_000 }, (_, index) => constraint(`key${index}`));
  const started = performance.now();
  expect(validateTopologySpread(constraints, FieldPath.of('spread'))).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1000);
});
