// Takes fields out of an object (structured-merge-diff v6: typed/remove.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { setOwn } from '../schema/own-property.ts';
import type { FieldSet } from './field-set.ts';
import { fieldElement } from './path-element.ts';
import { fieldPlace, identifyItems, itemPlace, type Place, structureOf } from './place.ts';

/**
 * The value without the members of the set. A list that loses all its items goes too (`undefined`); an object stays,
 * empty: somebody may own it as such.
 */
export function removeFields(place: Place, value: unknown, set: FieldSet): unknown {
  if (set.isEmpty()) return value;
  const structure = structureOf(place);
  if (structure === 'fields' && isJsonObject(value)) return removeFromObject(place, value, set);
  if (structure !== 'items' || !Array.isArray(value)) return value;
  const rest = removeFromList(place, value, set);
  return rest.length === 0 ? undefined : rest;
}

function removeFromObject(place: Place, object: JsonObject, set: FieldSet): JsonObject {
  const result = {};
  for (const [name, value] of Object.entries(object)) {
    const element = fieldElement(name);
    if (set.hasMember(element)) continue;
    const rest = removeFields(fieldPlace(place, name), value, set.under(element));
    if (rest !== undefined) setOwn(result, name, rest);
  }
  return result;
}

function removeFromList(place: Place, list: readonly unknown[], set: FieldSet): unknown[] {
  return identifyItems(place, list)
    .filter(({ element }) => !set.hasMember(element))
    .map(({ element, item }) => removeFields(itemPlace(place), item, set.under(element)));
}
