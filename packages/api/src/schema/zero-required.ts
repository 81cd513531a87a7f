// What a missing required field is to Go: its zero value. Checks that span fields may then count on every required
// field; that it was missing is the schema's to report.
import { setOwn } from './own-property.ts';
import type { FieldShape, ObjectShape, Shape } from './shape.ts';

type Fill = (value: unknown) => unknown;

/** The same object where nothing required is missing, otherwise a copy of what leads there with zero values set. */
export function zeroRequired<T extends object>(shape: ObjectShape, value: T): T {
  const filled = fillerOf(shape)(value);
  return isObject(filled) ? { ...value, ...filled } : value;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fillers = new WeakMap<Shape, Fill>();

function fillerOf(shape: Shape): Fill {
  const known = fillers.get(shape);
  if (known) return known;
  // Set before it is made, because types may hold themselves.
  let made: Fill | undefined;
  fillers.set(shape, (value) => {
    made ??= compile(shape);
    return made(value);
  });
  return fillerOf(shape);
}

/** A filler returns `undefined` where it leaves the value alone. */
function compile(shape: Shape): Fill {
  switch (shape.type) {
    case 'object':
      return objectFiller(shape);
    case 'list':
      return listFiller(fillerOf(shape.items));
    case 'map':
      return mapFiller(fillerOf(shape.values));
    default:
      return () => undefined;
  }
}

function listFiller(fill: Fill): Fill {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item) => fill(item));
    return items.some((item) => item !== undefined) ? value.map((item, index) => items[index] ?? item) : undefined;
  };
}

function mapFiller(fill: Fill): Fill {
  return (value) => (isObject(value) ? merged(value, Object.keys(value), (_, held) => fill(held)) : undefined);
}

function objectFiller(shape: ObjectShape): Fill {
  const fields = shape.fields;
  const names = [...fields.keys()];
  return (value) =>
    isObject(value)
      ? merged(value, names, (name, held) => {
          const field = fields.get(name);
          if (!field) return undefined;
          return held === undefined ? zeroOf(field) : fillerOf(field.shape)(held);
        })
      : undefined;
}

/** The object with what `change` gives for these keys; undefined when it gives nothing. */
function merged(value: object, keys: readonly string[], change: (key: string, held: unknown) => unknown): unknown {
  let copy: object | undefined;
  for (const key of keys) {
    const next = change(key, Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
    if (next === undefined) continue;
    copy ??= { ...value };
    setOwn(copy, key, next);
  }
  return copy;
}

function zeroOf({ facts, shape }: FieldShape): unknown {
  if (!facts.required) return undefined;
  switch (shape.type) {
    case 'object':
      return fillerOf(shape)({}) ?? {};
    case 'list':
      return [];
    case 'map':
      return {};
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'string':
      return shape.format === 'int-or-string' ? 0 : '';
    default:
      return undefined;
  }
}
