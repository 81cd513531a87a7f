// Strategic merge against the behaviours described in Kubernetes' documentation and sig-api-machinery's
// strategic-merge-patch.md, on a small pod-like schema.
import { describe, expect, it } from 'vitest';
import { anyJson, int32, list, map, object, ref, scalar, text } from '../schema/field.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

const Port = object('test.Port', 'Port.', {
  containerPort: int32('Port.'),
  name: text('Name.'),
  protocol: text('Protocol.'),
});
const Container = object('test.Container', 'Container.', {
  name: text('Name.'),
  image: text('Image.'),
  args: list(scalar.text, 'Arguments.'),
  env: map(scalar.text, 'Environment.'),
  ports: list(Port, 'Ports.', { patchMergeKey: 'containerPort', patchStrategy: 'merge' }),
});
const Volume = object('test.Volume', 'Volume.', {
  name: text('Name.'),
  emptyDir: map(scalar.text, 'Empty.'),
  hostPath: map(scalar.text, 'Host.'),
});
const Strategy = object('test.Strategy', 'Strategy.', {
  type: text('Type.'),
  rollingUpdate: map(scalar.text, 'Rolling.'),
});
const shape = objectShapeOf(
  object('test.Thing', 'Thing.', {
    replicas: int32('Count.'),
    labels: map(scalar.text, 'Labels.'),
    finalizers: list(scalar.text, 'Finalizers.', { patchStrategy: 'merge' }),
    containers: list(Container, 'Containers.', { patchMergeKey: 'name', patchStrategy: 'merge' }),
    volumes: list(Volume, 'Volumes.', { patchMergeKey: 'name', patchStrategy: 'merge,retainKeys' }),
    taints: list(Volume, 'Replaced as a whole.'),
    strategy: ref(Strategy, 'Strategy.', { patchStrategy: 'retainKeys' }),
    selector: map(scalar.text, 'Selector.', { patchStrategy: 'replace' }),
    raw: anyJson('Anything.'),
  }),
);

const named = (...names: string[]) => names.map((name) => ({ name }));

const cases: [string, unknown, unknown, unknown][] = [
  ['sets a scalar', { replicas: 1 }, { replicas: 2 }, { replicas: 2 }],
  [
    'deletes by null',
    { replicas: 1, labels: { a: '1', b: '2' } },
    { replicas: null, labels: { a: null } },
    { labels: { b: '2' } },
  ],
  ['forgets nulls that meet nothing', {}, { labels: { a: null, b: '1' }, replicas: null }, { labels: { b: '1' } }],
  ['merges maps', { labels: { a: '1' } }, { labels: { b: '2' } }, { labels: { a: '1', b: '2' } }],
  [
    'replaces a map by directive',
    { labels: { a: '1' } },
    { labels: { $patch: 'replace', b: '2' } },
    { labels: { b: '2' } },
  ],
  ['empties a map by directive', { labels: { a: '1' } }, { labels: { $patch: 'delete' } }, { labels: {} }],
  [
    'merges a map by directive',
    { labels: { a: '1' } },
    { labels: { $patch: 'merge', b: '2' } },
    { labels: { a: '1', b: '2' } },
  ],
  [
    'replaces a map whose strategy says so',
    { selector: { a: '1' } },
    { selector: { b: '2' } },
    { selector: { b: '2' } },
  ],
  ['replaces a list without strategy', { taints: named('a', 'b') }, { taints: named('c') }, { taints: named('c') }],
  [
    'merges items by key',
    {
      containers: [
        { name: 'a', image: 'x:1', args: ['1'] },
        { name: 'b', image: 'y' },
      ],
    },
    { containers: [{ name: 'a', image: 'x:2' }] },
    {
      containers: [
        { name: 'a', image: 'x:2', args: ['1'] },
        { name: 'b', image: 'y' },
      ],
    },
  ],
  [
    'merges nested lists by a number key',
    { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'http' }] }] },
    { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: 'TCP' }, { containerPort: 81 }] }] },
    {
      containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'http', protocol: 'TCP' }, { containerPort: 81 }] }],
    },
  ],
  [
    'deletes an item',
    { containers: named('a', 'b', 'c') },
    { containers: [{ name: 'b', $patch: 'delete' }] },
    { containers: named('a', 'c') },
  ],
  [
    'deletes what is not there',
    { containers: named('a') },
    { containers: [{ name: 'z', $patch: 'delete' }] },
    { containers: named('a') },
  ],
  [
    'replaces a merged list by directive',
    { containers: named('a', 'b') },
    { containers: [{ $patch: 'replace' }, { name: 'c' }] },
    { containers: named('c') },
  ],
  [
    'empties a merged list by directive',
    { containers: named('a') },
    { containers: [{ $patch: 'replace' }] },
    { containers: [] },
  ],
  [
    'replaces one item by directive in a new place',
    { containers: named('a') },
    { containers: [{ name: 'b', image: 'x', args: null }] },
    { containers: [{ name: 'b', image: 'x' }, { name: 'a' }] },
  ],
  [
    'puts new items before server-only ones',
    { containers: named('a') },
    { containers: named('b') },
    { containers: named('b', 'a') },
  ],
  [
    'orders as $setElementOrder says',
    { containers: named('a', 'b', 'c') },
    { '$setElementOrder/containers': named('c', 'a', 'b') },
    { containers: named('c', 'a', 'b') },
  ],
  [
    'keeps server-only items where they stood',
    { containers: named('a', 'server', 'b') },
    { '$setElementOrder/containers': named('a', 'n', 'b'), containers: [{ name: 'n' }] },
    { containers: named('a', 'n', 'server', 'b') },
  ],
  [
    'is what kubectl set image sends',
    { containers: [{ name: 'c', image: 'nginx:1' }, { name: 'sidecar' }] },
    { '$setElementOrder/containers': named('c', 'sidecar'), containers: [{ image: 'nginx:2', name: 'c' }] },
    { containers: [{ name: 'c', image: 'nginx:2' }, { name: 'sidecar' }] },
  ],
  [
    'ignores deletions when it checks the order',
    { containers: named('a', 'b') },
    { '$setElementOrder/containers': named('b'), containers: [{ $patch: 'delete', name: 'a' }] },
    { containers: named('b') },
  ],
  [
    'takes an ordered list that was not there',
    {},
    { '$setElementOrder/containers': named('a', 'b'), containers: named('a', 'b') },
    { containers: named('a', 'b') },
  ],
  ['drops an order without a list', {}, { '$setElementOrder/containers': named('a') }, {}],
  ['adds primitives', { finalizers: ['a', 'b'] }, { finalizers: ['b', 'c'] }, { finalizers: ['a', 'b', 'c'] }],
  [
    'deletes primitives',
    { finalizers: ['a', 'b', 'c'] },
    { '$deleteFromPrimitiveList/finalizers': ['b'] },
    { finalizers: ['a', 'c'] },
  ],
  ['deletes primitives of nothing', {}, { '$deleteFromPrimitiveList/finalizers': ['b'] }, {}],
  [
    'adds, deletes and orders primitives',
    { finalizers: ['a', 'b', 'c'] },
    { '$deleteFromPrimitiveList/finalizers': ['b'], '$setElementOrder/finalizers': ['d', 'c', 'a'], finalizers: ['d'] },
    { finalizers: ['d', 'c', 'a'] },
  ],
  [
    'retains only the keys named',
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1' } } },
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    { strategy: { type: 'Recreate' } },
  ],
  [
    'retains keys in items',
    { volumes: [{ name: 'v', hostPath: { path: '/a' } }] },
    { volumes: [{ name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }] },
    { volumes: [{ name: 'v', emptyDir: {} }] },
  ],
  [
    'obeys directives where nothing was',
    {},
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    { strategy: { type: 'Recreate' } },
  ],
  ['takes a value of another type', { labels: 'x' }, { labels: { a: '1' } }, { labels: { a: '1' } }],
  [
    'lets unknown fields go along',
    { other: { a: 1 } },
    { other: { b: 2 }, more: [1] },
    { other: { a: 1, b: 2 }, more: [1] },
  ],
  ['merges free JSON', { raw: { a: 1, l: [1] } }, { raw: { b: 2, l: [2] } }, { raw: { a: 1, b: 2, l: [2] } }],
  ['does nothing for an empty patch', { replicas: 1 }, {}, { replicas: 1 }],
];

const refused: [string, unknown, unknown, string][] = [
  [
    'an item without the merge key',
    { containers: named('a') },
    { containers: [{ image: 'nginx', args: ['x', 'y'] }] },
    'map: map[args:[x y] image:nginx] does not contain declared merge key: name',
  ],
  [
    'an unknown directive',
    { labels: { a: '1' } },
    { labels: { $patch: 'drop' } },
    'unknown patch type: drop in map: map[$patch:drop]',
  ],
  [
    'an unknown directive in a list',
    { containers: named('a') },
    { containers: [{ name: 'a', $patch: 'drop' }] },
    'unknown patch type: drop in map: map[$patch:drop name:a]',
  ],
  [
    'a merged list',
    { containers: named('a') },
    { containers: [{ $patch: 'merge' }] },
    'merging lists cannot yet be specified in the patch',
  ],
  [
    'keys that are not retained',
    { strategy: {} },
    { strategy: { $retainKeys: [], type: 'x' } },
    'invalid patch format of retainKeys',
  ],
  [
    '$retainKeys without a list',
    { strategy: {} },
    { strategy: { $retainKeys: 'type' } },
    'invalid patch format of retainKeys',
  ],
  [
    'a patch in another order than it states',
    { containers: named('a', 'b') },
    { '$setElementOrder/containers': named('a', 'b'), containers: named('b', 'a') },
    "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] map[name:b]]\n",
  ],
  [
    'an order that is no list',
    { containers: named('a') },
    { '$setElementOrder/containers': 'a' },
    'expected a []interface {}, but received a string',
  ],
  [
    'mixed items',
    { finalizers: ['a'] },
    { finalizers: [{ name: 'b' }] },
    'list element types are not identical: [[a] [map[name:b]]]',
  ],
  [
    'a patch that is no object',
    {},
    ['x'],
    'json: cannot unmarshal []interface {} into Go value of type map[string]interface {}',
  ],
];

describe('applyStrategicMerge', () => {
  it.each(cases)('%s', (_name, ...[document, patch, result]) => {
    const copies = JSON.stringify([document, patch]);
    expect(applyStrategicMerge(shape, document, patch)).toEqual(result);
    expect(JSON.stringify([document, patch])).toBe(copies);
  });

  it.each(refused)('refuses %s in Kubernetes words', (_name, ...[document, patch, message]) => {
    expect(() => applyStrategicMerge(shape, document, patch)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  it('answers lists of lists with 422', () => {
    expect(() => applyStrategicMerge(shape, { containers: [] }, { containers: [[1]] })).toThrow(
      expect.objectContaining({ code: 422 }),
    );
  });

  it('makes __proto__ and constructor ordinary keys', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true},"labels":{"__proto__":"x","constructor":"y"}}');
    const result = applyStrategicMerge(shape, { labels: { a: '1' } }, patch);
    expect(JSON.stringify(result)).toBe(
      '{"labels":{"a":"1","__proto__":"x","constructor":"y"},"__proto__":{"polluted":true}}',
    );
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});
