import { describe, expect, test } from 'vitest';
import * as f from './field.ts';
import { validateImmutable } from './immutability.ts';
import { objectShapeOf } from './shape.ts';

const container = f.object('test.v1.Container', 'Container.', {
  name: f.required(f.text('Name.')),
  image: f.text('Image.', { immutable: true }),
});
const spec = f.object('test.v1.Spec', 'Spec.', {
  containers: f.list(container, 'Containers.', { type: 'map', keys: ['name'] }),
  volumes: f.map(container, 'Volumes.'),
  node: f.text('Node.', { immutable: true }),
  command: f.list(f.scalar.text, 'Command.'),
});
const shape = objectShapeOf(f.object('test.v1.Pod', 'Pod.', { spec: f.ref(spec, 'Spec.') }));

describe('validateImmutable', () => {
  const changed = (value: unknown, old: unknown) =>
    validateImmutable(shape, value, old).map(({ field, message }) => `${field}: ${message}`);

  test('a field that was set', () => {
    expect(changed({ spec: { node: 'b' } }, { spec: { node: 'a' } })).toEqual([
      'spec.node: Invalid value: "b": field is immutable',
    ]);
    expect(changed({ spec: {} }, { spec: { node: 'a' } })).toEqual([
      'spec.node: Invalid value: null: field is immutable',
    ]);
  });

  test('a field set for the first time, or left alone', () => {
    expect(changed({ spec: { node: 'b' } }, { spec: {} })).toEqual([]);
    expect(changed({ spec: { node: 'a', command: ['x'] } }, { spec: { node: 'a' } })).toEqual([]);
  });

  test('entries are matched by their key', () => {
    const old = {
      spec: {
        containers: [
          { name: 'a', image: '1' },
          { name: 'b', image: '2' },
        ],
      },
    };
    const moved = {
      spec: {
        containers: [
          { name: 'b', image: '2' },
          { name: 'a', image: '3' },
        ],
      },
    };
    expect(changed(moved, old)).toEqual(['spec.containers[1].image: Invalid value: "3": field is immutable']);
  });

  test('entries of maps', () => {
    const at = (image: string) => ({ spec: { volumes: { v: { name: 'v', image } } } });
    expect(changed(at('2'), at('1'))).toEqual(['spec.volumes[v].image: Invalid value: "2": field is immutable']);
  });
});
