// Takes fields out of an object (structured-merge-diff v6: typed/remove.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { setOwn } from '../schema/own-property.ts';
import type { FieldSet } from './field-set.ts';
import { fieldElement } from './path-element.ts';
import { fieldPlace, identifyItems, isVoid, itemPlace, type Place, structureOf } from './place.ts';

/** The value without the members of the set; a container that loses all it held goes too (`undefined`). */
export function removeFields(place: Place, value: unknown, set: FieldSet): unknown {
  if (set.isEmpty()) return value;
  const structure = structureOf(place);
  if (structure === 'fields' && isJsonObject(value)) return unlessVoid(removeFromObject(place, value, set));
  if (structure === 'items' && Array.isArray(value)) return unlessVoid(removeFromList(place, value, set));
  return value;
}

const unlessVoid = (value: unknown) => (isVoid(value) ? undefined : value);

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
