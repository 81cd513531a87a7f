// Checks an applied configuration against the schema before it is merged, in the words of structured-merge-diff v6
// (typed/validate.go): unknown fields, wrong types, items without keys, items twice.
import { isJsonObject, type JsonObject, kindOf } from '../patch/json-value.ts';
import type { ObjectShape, Shape } from '../schema/shape.ts';
import type { PathElement } from './path-element.ts';
import { printElement } from './path-element.ts';
import { fieldPlace, ItemError, itemElement, itemPlace, type Place, structureOf } from './place.ts';

/** Everything wrong with the configuration, each as `.path: what`. */
export function checkApplied(shape: ObjectShape, applied: unknown): string[] {
  return check({ shape }, applied, '');
}

function check(place: Place, value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [];
  const { type } = place.shape;
  if (type === 'any') return [];
  if (type === 'list') {
    return Array.isArray(value)
      ? checkItems(place, value, path)
      : [complaint(path, `expected list, got ${show(value)}`)];
  }
  if (type === 'object' || type === 'map') {
    return isJsonObject(value)
      ? checkFields(place, value, path)
      : [complaint(path, `expected map, got ${show(value)}`)];
  }
  return checkScalar(place.shape, value, path);
}

const complaint = (path: string, text: string) => (path === '' ? text : `${path}: ${text}`);

const show = (value: unknown) => JSON.stringify(value);

function checkScalar(shape: Shape, value: unknown, path: string): string[] {
  const kind = kindOf(value);
  if (kind === 'map' || kind === 'list') return [complaint(path, `expected any scalar, got ${show(value)}`)];
  if (shape.type === kind || acceptsNumbers(shape)) return [];
  const expected = shape.type === 'number' ? 'numeric (int or float)' : shape.type;
  return [complaint(path, `expected ${expected}, got ${shape.type === 'number' ? kind : show(value)}`)];
}

const acceptsNumbers = (shape: Shape) =>
  shape.type === 'string' && (shape.format === 'quantity' || shape.format === 'int-or-string');

function checkFields(place: Place, object: JsonObject, path: string): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const below = `${path}.${name}`;
    if (place.shape.type === 'object' && !place.shape.fields.has(name))
      return [`${below}: field not declared in schema`];
    return check(fieldPlace(place, name), value, below);
  });
}

function checkItems(place: Place, list: readonly unknown[], path: string): string[] {
  if (structureOf(place) === 'leaf') {
    return list.flatMap((item, index) => check(itemPlace(place), item, `${path}[${index}]`));
  }
  const seen = new Set<PathElement>();
  const errors: string[] = [];
  for (const [index, item] of list.entries()) {
    const element = identify(place, item);
    if (element instanceof ItemError) return [...errors, complaint(path, `element ${index}: ${element.message}`)];
    const name = printElement(element);
    if (seen.has(element)) errors.push(complaint(path, `duplicate entries for key ${name}`));
    seen.add(element);
    errors.push(...check(itemPlace(place), item, `${path}${name}`));
  }
  return errors;
}

function identify(place: Place, item: unknown): PathElement | ItemError {
  try {
    return itemElement(place, item);
  } catch (error) {
    if (error instanceof ItemError) return error;
    throw error;
  }
}
