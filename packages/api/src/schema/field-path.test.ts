import { expect, test } from 'vitest';
import { FieldPath } from './field-path.ts';

test('paths read as Kubernetes prints them', () => {
  const containers = FieldPath.of('spec', 'containers');
  expect(`${FieldPath.root}`).toBe('<nil>');
  expect(`${containers}`).toBe('spec.containers');
  expect(`${containers.index(0).child('name')}`).toBe('spec.containers[0].name');
  expect(`${FieldPath.of('metadata', 'labels').key('a.b/c')}`).toBe('metadata.labels[a.b/c]');
  expect(`${FieldPath.of('values').index(1).key('app')}`).toBe('values[1][app]');
  expect(`${FieldPath.root.index(3).child('a')}`).toBe('[3].a');
  expect(`${FieldPath.of('data').key('').child('x')}`).toBe('data[].x');
});
