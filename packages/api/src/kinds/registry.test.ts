// What holds of every registered kind, whichever it is.
import { describe, expect, test } from 'vitest';
import { parseApiVersion } from '../meta/api-version.ts';
import type { KubeObject } from '../meta/object-meta.ts';
import { decode } from '../schema/decode.ts';
import { applyDefaults } from '../schema/defaulting.ts';
import type { ScalarFormat } from '../schema/facts.ts';
import type { FieldShape, ObjectShape, Shape } from '../schema/shape.ts';
import type { KindDefinition } from './define-kind.ts';
import { kindByResource, kindOf, kinds } from './index.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const samples: Readonly<Record<ScalarFormat, unknown>> = {
  int32: 1,
  int64: 1,
  double: 1,
  'date-time': '2025-12-31T00:00:00Z',
  'micro-time': '2025-12-31T00:00:00.000000Z',
  byte: 'AA==',
  quantity: '1',
  'int-or-string': 1,
};

/** A value of a shape with every field there; `depth` ends types that hold themselves. */
function full(shape: Shape, depth = 0): unknown {
  switch (shape.type) {
    case 'object':
      return depth > 12
        ? {}
        : Object.fromEntries([...shape.fields.values()].map((field) => [field.name, fullField(field, depth)]));
    case 'map':
      return { 'example.com/a': full(shape.values, depth + 1) };
    case 'list':
      return [full(shape.items, depth + 1)];
    case 'any':
      return {};
    default:
      return scalar(shape);
  }
}

function fullField({ facts, shape }: FieldShape, depth: number): unknown {
  const [first] = facts.enum ?? [];
  if (first === undefined) return full(shape, depth + 1);
  return shape.type === 'list' ? [first] : first;
}

function scalar({ type, format }: Extract<Shape, { type: 'string' | 'number' | 'boolean' }>): unknown {
  if (format) return samples[format];
  return { string: 'a', number: 1, boolean: true }[type];
}

/** The least that a client can send: required fields, empty where they are objects. */
function minimal(kind: KindDefinition): unknown {
  const fields = [...kind.shape.fields.values()].filter(
    ({ facts, shape }) => facts.required && shape.type === 'object',
  );
  return { ...Object.fromEntries(fields.map(({ name }) => [name, {}])), metadata: { name: 'a' } };
}

const isObject = (value: unknown): value is KubeObject =>
  typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value && 'metadata' in value;

/** An object as the registry would hold it: decoded and defaulted. */
function read(kind: KindDefinition, value: unknown): KubeObject {
  const body = { ...Object(value), apiVersion: kind.apiVersion, kind: kind.kind };
  const decoded = decode(kind.shape, body, kind.kind);
  expect(decoded).toMatchObject({ unknown: [], errors: [] });
  const object: unknown = applyDefaults(kind.shape, decoded.value);
  if (!isObject(object)) throw new TypeError(`${kind.kind}: not an object`);
  return object;
}

/** Freezes deeply: what is handed out by the store is shared. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(Object.freeze(value))) frozen(each);
  return value;
}

function fieldsBelow(shape: ObjectShape): [string, FieldShape][] {
  const found = new Map<string, [string, FieldShape][]>();
  const left: Shape[] = [shape];
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.type === 'list') left.push(next.items);
    if (next.type === 'map') left.push(next.values);
    if (next.type !== 'object' || found.has(next.facts.id)) continue;
    const { id } = next.facts;
    const fields = [...next.fields.values()];
    found.set(
      id,
      fields.map((field) => [`${id}.${field.name}`, field]),
    );
    left.push(...fields.map((field) => field.shape));
  }
  return [...found.values()].flat();
}

describe.each(kinds.map((kind) => [kind.resource, kind] as const))('%s', (_, kind) => {
  test('has names as kubectl expects them', () => {
    const { group, version, plural, singular, shortNames = [] } = kind;
    expect(parseApiVersion(kind.apiVersion)).toEqual({ group, version });
    expect(singular).toBe(kind.kind.toLowerCase());
    expect(plural).toMatch(/^[a-z]+s$/);
    for (const name of shortNames) expect(name).toMatch(/^[a-z]{2,6}$/);
  });

  test('is found by its names', () => {
    expect(kindByResource(kind.resource)).toBe(kind);
    expect(kindOf(kind.apiVersion, kind.kind)).toBe(kind);
  });

  test('describes every field in a sentence of its own', () => {
    for (const [path, { facts }] of fieldsBelow(kind.shape)) expect(facts.description, path).toMatch(/^.{5,}\.$/);
  });

  test('describes its columns, and leaves Name and Age to the table unless it has its own', () => {
    const names = (kind.columns ?? []).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, description } of kind.columns ?? []) expect(description, name).toMatch(/\.$/);
    if (kind.ownColumns) expect(kind.columns?.filter(({ format }) => format === 'name')).toHaveLength(1);
    else expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Name|Age)$/)]));
  });

  test.each([
    ['minimal', minimal(kind)],
    ['full', full(kind.shape)],
  ])('shows, selects and checks a %s object without changing it', (_name, value) => {
    const object = frozen(read(kind, value));
    for (const { name, cell } of kind.columns ?? [])
      expect(typeof cell(object, now), name).toMatch(/^(string|number)$/);
    for (const [field, readField] of Object.entries(kind.selectableFields ?? {})) {
      expect(typeof readField(object), field).toBe('string');
    }
    const created = kind.prepareForCreate?.(object) ?? object;
    frozen(kind.prepareForUpdate?.(created, object));
    expect(kind.validate?.(created) ?? []).toBeInstanceOf(Array);
    expect(kind.validateUpdate?.(created, object) ?? []).toBeInstanceOf(Array);
    expect(kind.validateStatusUpdate?.(created, object) ?? []).toBeInstanceOf(Array);
  });

  test.each([
    ['minimal', minimal(kind)],
    ['full', full(kind.shape)],
  ])('reads a %s object that it wrote as the same', (_name, value) => {
    const object = read(kind, value);
    expect(read(kind, JSON.parse(JSON.stringify(object)))).toEqual(object);
  });

  test('names only fields that it has', () => {
    const { subresources = [], encryptedFields = [] } = kind;
    const parts = subresources.flatMap((name) => ({ status: ['status'], finalize: ['spec'] })[String(name)] ?? []);
    for (const name of [...encryptedFields, ...parts]) expect([...kind.shape.fields.keys()]).toContain(name);
  });
});

describe('the registry', () => {
  test('gives no name twice', () => {
    const names = kinds.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames]);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    const resources = kinds.map(({ resource }) => resource);
    expect(new Set(resources).size).toBe(kinds.length);
  });

  test('lists the core group first, each group together, and its kinds by name', () => {
    const groups = [...new Set(kinds.map(({ group }) => group))];
    expect(groups[0]).toBe('');
    const sorted = groups.flatMap((group) =>
      kinds.filter((kind) => kind.group === group).toSorted((one, other) => (one.plural < other.plural ? -1 : 1)),
    );
    expect(kinds.map(({ resource }) => resource)).toEqual(sorted.map(({ resource }) => resource));
  });

  test('knows nothing of inherited names', () => {
    expect(kindByResource('constructor')).toBeUndefined();
    expect(kindByResource('__proto__')).toBeUndefined();
    expect(kindOf('v1', 'pod')).toBeUndefined();
    expect(kindOf('v1', 'toString')).toBeUndefined();
  });
});
