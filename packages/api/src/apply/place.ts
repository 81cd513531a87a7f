// Where a value stands in a kind's schema, as far as ownership goes: which values are owned whole, which field by
// field, which item by item (`x-kubernetes-map-type`, `-list-type`, `-list-map-keys`).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import type { FieldFacts } from '../schema/facts.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';
import type { Shape } from '../schema/shape.ts';
import { keyElement, type PathElement, valueElement } from './path-element.ts';

export interface Place {
  shape: Shape;
  facts?: FieldFacts;
}

/** `leaf`: owned whole; `fields`: field by field; `items`: item by item. */
export type Structure = 'leaf' | 'fields' | 'items';

export function structureOf({ shape, facts }: Place): Structure {
  switch (shape.type) {
    case 'object':
      return (facts?.mapType ?? shape.facts.mapType) === 'atomic' ? 'leaf' : 'fields';
    case 'map':
      return facts?.mapType === 'atomic' ? 'leaf' : 'fields';
    case 'list':
      return facts?.listType === 'map' || facts?.listType === 'set' ? 'items' : 'leaf';
    default:
      return 'leaf';
  }
}

const anything: Place = { shape: { type: 'any' } };

/** The place of a field or key. */
export function fieldPlace({ shape }: Place, name: string): Place {
  if (shape.type === 'object') return shape.fields.get(name) ?? anything;
  return shape.type === 'map' ? { shape: shape.values } : anything;
}

/** Whether the schema names the field; keys of maps are named by the object alone. */
export const isDeclared = ({ shape }: Place, name: string): boolean =>
  shape.type === 'object' && shape.fields.has(name);

export const itemPlace = ({ shape }: Place): Place => (shape.type === 'list' ? { shape: shape.items } : anything);

/** An item that cannot be told from others. */
export class ItemError extends Error {}

/**
 * What tells an item of a set or list map from the others.
 * @throws ItemError in structured-merge-diff's words
 */
export function itemElement(place: Place, item: unknown): PathElement {
  if (place.facts?.listType === 'map') return keyElement(keysOf(place, item));
  if (Array.isArray(item)) throw new ItemError('not supported: associative list with lists as elements');
  if (isJsonObject(item)) throw new ItemError("associative list without keys has an element that's a map type");
  if (item === null) throw new ItemError("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}

function keysOf(place: Place, item: unknown): JsonObject {
  if (item === null) throw new ItemError('associative list with keys may not have a null element');
  if (!isJsonObject(item)) throw new ItemError('associative list with keys may not have non-map elements');
  const keys = {};
  for (const name of place.facts?.listMapKeys ?? []) setOwn(keys, name, keyOf(itemPlace(place), item, name));
  return keys;
}

function keyOf({ shape }: Place, item: JsonObject, name: string): unknown {
  const value = getOwn(item, name);
  if (value !== undefined) return value;
  const preset = shape.type === 'object' ? shape.fields.get(name)?.facts.default : undefined;
  const computed = typeof preset === 'function' ? preset(item) : preset;
  if (computed !== undefined) return computed;
  throw new ItemError(
    `associative list with keys has an element that omits key field "${name}" (and doesn't have default value)`,
  );
}

/**
 * The items of a list with what tells them apart. Configurations are checked before; in a stored object an item without
 * its keys, which validation may let pass, is told by its whole content.
 */
export const identifyItems = (place: Place, list: readonly unknown[]): { element: PathElement; item: unknown }[] =>
  list.map((item) => ({ element: elementOrContent(place, item), item }));

function elementOrContent(place: Place, item: unknown): PathElement {
  try {
    return itemElement(place, item);
  } catch (error) {
    if (error instanceof ItemError) return valueElement(item);
    throw error;
  }
}

/** An empty object or list, null, or nothing. */
export function isVoid(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === null || value === undefined;
}
