// Sets of fields: FieldsV1 as structured-merge-diff writes it, and the algebra of sets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyJson, flag, int32, list, map, object, ref, scalar, text } from '../schema/field.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { FieldSet } from './field-set.ts';
import { parseFieldsV1, serialiseFieldsV1 } from './fields-v1.ts';
import { parseElement, printPath, sortElements } from './path-element.ts';
import { toFieldSet } from './to-field-set.ts';

const Port = object('test.Port', 'Port.', {
  port: int32('Port.'),
  protocol: text('Protocol.', { default: 'TCP' }),
  name: text('Name.'),
});
const Selector = object(
  'test.Selector',
  'Selector.',
  { matchLabels: map(scalar.text, 'Labels.') },
  { mapType: 'atomic' },
);
const Nested = object('test.Nested', 'Nested.', { enabled: flag('Enabled.'), options: map(scalar.text, 'Options.') });
const shape = objectShapeOf(
  object('test.Thing', 'Thing.', {
    count: int32('Count.'),
    labels: map(scalar.text, 'Labels.'),
    whole: map(scalar.text, 'Atomic map.', { mapType: 'atomic' }),
    selector: ref(Selector, 'Selector.'),
    nested: ref(Nested, 'Nested.'),
    args: list(scalar.text, 'Atomic list.'),
    finalizers: list(scalar.text, 'Set.', { type: 'set' }),
    ports: list(Port, 'List map.', { type: 'map', keys: ['port', 'protocol'] }),
    raw: anyJson('Anything.'),
  }),
);

const json = (set: FieldSet) => JSON.stringify(serialiseFieldsV1(set));

describe('toFieldSet', () => {
  const cases: [string, object, object][] = [
    ['a scalar', { count: 1 }, { 'f:count': {} }],
    ['each key of a map', { labels: { b: '2', a: '1' } }, { 'f:labels': { 'f:a': {}, 'f:b': {} } }],
    ['an empty map', { labels: {} }, { 'f:labels': {} }],
    ['nothing of an empty list map', { ports: [] }, {}],
    ['an atomic map whole', { whole: { a: '1' } }, { 'f:whole': {} }],
    ['an atomic object whole', { selector: { matchLabels: { a: '1' } } }, { 'f:selector': {} }],
    ['an atomic list whole', { args: ['a', 'b'] }, { 'f:args': {} }],
    ['free JSON whole', { raw: { a: { b: 1 } } }, { 'f:raw': {} }],
    ['fields of an object, not the object', { nested: { enabled: true } }, { 'f:nested': { 'f:enabled': {} } }],
    ['an empty object inside', { nested: { options: {} } }, { 'f:nested': { 'f:options': {} } }],
    ['an explicit null', { nested: null }, { 'f:nested': {} }],
    ['values of a set', { finalizers: ['b', 'a'] }, { 'f:finalizers': { 'v:"a"': {}, 'v:"b"': {} } }],
    [
      'items of a list map by their keys, sorted, defaults filled in',
      {
        ports: [
          { protocol: 'UDP', port: 53 },
          { port: 80, name: 'http' },
        ],
      },
      {
        'f:ports': {
          'k:{"port":53,"protocol":"UDP"}': { 'f:port': {}, 'f:protocol': {}, '.': {} },
          'k:{"port":80,"protocol":"TCP"}': { 'f:name': {}, 'f:port': {}, '.': {} },
        },
      },
    ],
    [
      'items that occur twice as one',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      },
      { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': {} } },
    ],
  ];
  it.each(cases)('owns %s', (_name, value, fields) => {
    expect(json(toFieldSet(shape, value))).toBe(JSON.stringify(fields));
  });

  it('tells stored items without keys by their content', () => {
    const set = toFieldSet(shape, { ports: [{ name: 'x' }], finalizers: [null] });
    expect(json(set)).toBe('{"f:finalizers":{"v:null":{}},"f:ports":{"v:{\\"name\\":\\"x\\"}":{"f:name":{},".":{}}}}');
    expect(parseFieldsV1(serialiseFieldsV1(set)).equals(set)).toBe(true);
  });

  it('survives writing and reading', () => {
    const name = fc.constantFrom('a', 'b', '.', '__proto__', 'constructor', 'ü<&>', '😀', 'x.y/z');
    const thing = fc.record(
      {
        count: fc.integer(),
        labels: fc.dictionary(name, fc.string()),
        nested: fc.record({ enabled: fc.boolean(), options: fc.dictionary(name, fc.string()) }, { requiredKeys: [] }),
        finalizers: fc.array(fc.string()),
        ports: fc.array(fc.record({ port: fc.nat(5), protocol: fc.constantFrom('TCP', 'UDP'), name: fc.string() })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(thing, (value) => {
        const set = toFieldSet(shape, value);
        const text = json(set);
        const read = parseFieldsV1(JSON.parse(text));
        expect(read.equals(set)).toBe(true);
        expect(json(read)).toBe(text);
      }),
    );
  });
});

describe('FieldsV1', () => {
  it('reads members, parents that are members, and drops what it does not know', () => {
    const set = parseFieldsV1({ 'f:a': { '.': {}, 'f:b': {} }, 'f:c': { 'f:d': {} }, 'x:new': {}, 'i:1': {} });
    expect(set.paths().map(printPath)).toEqual(['.a', '[1]', '.a.b', '.c.d']);
    expect(set.leaves().paths().map(printPath)).toEqual(['[1]', '.a.b', '.c.d']);
  });

  it('spells keys one way', () => {
    expect(parseElement('k:{"protocol":"TCP", "port":80}')).toBe('k:{"port":80,"protocol":"TCP"}');
    expect(parseElement('v:"<"')).toBe('v:"\\u003c"');
    expect(printPath(['f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name'])).toBe(
      '.ports[port=80,protocol="TCP"].name',
    );
    expect(printPath(['f:finalizers', 'v:"x"'])).toBe('.finalizers[="x"]');
  });

  it.each([
    [null],
    ['f:a'],
    [{ a: {} }],
    [{ 'k:{': {} }],
    [{ 'k:1': {} }],
    [{ 'i:x': {} }],
    [{ 'f:a': 1 }],
  ])('refuses %j', (fields) => {
    expect(() => parseFieldsV1(fields)).toThrow(Error);
  });

  it('orders elements as structured-merge-diff does', () => {
    const elements = [
      'i:10',
      'i:9',
      'v:"b"',
      'v:2',
      'v:10',
      'v:true',
      'k:{"a":2}',
      'k:{"a":10}',
      'k:{"a":"1"}',
      'f:b',
      'f:B',
      'f:a.b',
      'f:\uffee',
      'f:😀',
    ];
    const sorted = [
      'f:B',
      'f:a.b',
      'f:b',
      'f:\uffee',
      'f:😀',
      'k:{"a":2}',
      'k:{"a":10}',
      'k:{"a":"1"}',
      'v:2',
      'v:10',
      'v:"b"',
      'v:true',
      'i:9',
      'i:10',
    ];
    expect(sortElements(elements)).toEqual(sorted);
  });
});

describe('FieldSet', () => {
  const set = (...paths: string[]) => FieldSet.of(...paths.map((path) => path.split('.').map((name) => `f:${name}`)));
  const show = (result: FieldSet) => result.paths().map((path) => path.map((element) => element.slice(2)).join('.'));

  it('knows its members, not their parents', () => {
    expect(set('a.b').has(['f:a', 'f:b'])).toBe(true);
    expect(set('a.b').has(['f:a'])).toBe(false);
    expect(set().isEmpty()).toBe(true);
  });

  it('joins, meets and subtracts', () => {
    expect(show(set('a', 'b.c').union(set('b.d', 'a')))).toEqual(['a', 'b.c', 'b.d']);
    expect(show(set('a', 'b.c', 'b.d').intersection(set('b.d', 'b', 'a.x')))).toEqual(['b.d']);
    expect(show(set('a', 'b.c', 'b.d').difference(set('b.d', 'b')))).toEqual(['a', 'b.c']);
    expect(show(set('a', 'b.c', 'd.e').recursiveDifference(set('b', 'd.e.f')))).toEqual(['a', 'd.e']);
  });

  it('obeys the laws of sets', () => {
    const path = fc.array(fc.constantFrom('f:a', 'f:b', 'v:1', 'i:0'), { minLength: 1, maxLength: 3 });
    const sets = fc.array(path, { maxLength: 8 }).map((paths) => FieldSet.of(...paths));
    fc.assert(
      fc.property(sets, sets, (left, right) => {
        expect(left.union(right).equals(right.union(left))).toBe(true);
        expect(left.difference(right).union(left.intersection(right)).equals(left)).toBe(true);
        expect(left.difference(right).intersection(right).isEmpty()).toBe(true);
      }),
    );
  });
});
