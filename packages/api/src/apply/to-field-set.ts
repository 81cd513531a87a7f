// The fields an object sets, and the fields a set implies (structured-merge-diff v6: typed/tofieldset.go,
// Set.EnsureNamedFieldsAreMembers).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import type { ObjectShape } from '../schema/shape.ts';
import { FieldSet } from './field-set.ts';
import { fieldElement, fieldName, type PathElement } from './path-element.ts';
import { fieldPlace, identifyItems, isDeclared, isVoid, itemPlace, type Place, structureOf } from './place.ts';

/** What a value gives to the set: itself, the members below it, or both. */
interface Share {
  owned: boolean;
  below: FieldSet;
}

/** Every field the object sets: leaves, items, keys of maps, and objects that hold nothing. */
export const toFieldSet = (shape: ObjectShape, object: unknown): FieldSet => shareOf({ shape }, object).below;

function shareOf(place: Place, value: unknown): Share {
  const structure = structureOf(place);
  if (structure === 'fields')
    return { owned: false, below: isJsonObject(value) ? ofFields(place, value) : FieldSet.empty };
  if (structure === 'items')
    return { owned: false, below: Array.isArray(value) ? ofItems(place, value) : FieldSet.empty };
  return { owned: true, below: FieldSet.empty };
}

function ofFields(place: Place, object: JsonObject): FieldSet {
  const members: PathElement[] = [];
  const children: [PathElement, FieldSet][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const { owned, below } = shareOf(fieldPlace(place, name), value);
    const holdsNothing = isVoid(value) && !Array.isArray(value);
    if (owned || holdsNothing || !isDeclared(place, name)) members.push(fieldElement(name));
    children.push([fieldElement(name), below]);
  }
  return new FieldSet(members, children);
}

/** Items that occur twice belong together and are owned as one. */
function ofItems(place: Place, list: readonly unknown[]): FieldSet {
  const items = identifyItems(place, list);
  const counts = new Map<PathElement, number>();
  for (const { element } of items) counts.set(element, (counts.get(element) ?? 0) + 1);
  const single = items.filter(({ element }) => counts.get(element) === 1);
  return new FieldSet(
    counts.keys(),
    single.map(({ element, item }) => [element, shareOf(itemPlace(place), item).below]),
  );
}

/** The set with the declared fields on the way to its members as members too. */
export function withNamedFields(place: Place, set: FieldSet): FieldSet {
  const members: PathElement[] = [];
  const children: [PathElement, FieldSet][] = [];
  for (const element of set.elements()) {
    const name = fieldName(element);
    const named = name !== undefined && isDeclared(place, name);
    if (set.hasMember(element) || named) members.push(element);
    const below = name === undefined ? itemPlace(place) : fieldPlace(place, name);
    children.push([element, withNamedFields(below, set.under(element))]);
  }
  return new FieldSet(members, children);
}
