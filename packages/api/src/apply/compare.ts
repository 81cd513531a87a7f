// What changed between two objects, as sets of fields (structured-merge-diff v6: typed/compare.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { jsonEqual } from '../schema/json-equal.ts';
import { getOwn } from '../schema/own-property.ts';
import type { ObjectShape } from '../schema/shape.ts';
import { FieldSet, type Path } from './field-set.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { fieldPlace, identifyItems, isVoid, itemPlace, type Place, structureOf } from './place.ts';

/** No field is in more than one of the sets. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

interface Spot {
  place: Place;
  path: Path;
}

/** Compares two objects; `undefined` stands for no object. */
export function compareObjects(shape: ObjectShape, before: unknown, after: unknown): Comparison {
  const comparison = { added: new FieldSet(), modified: new FieldSet(), removed: new FieldSet() };
  new Comparer(comparison).compare({ place: { shape }, path: [] }, before, after);
  return comparison;
}

/** A comparison without some fields and all below them. */
export const withoutFields = ({ added, modified, removed }: Comparison, fields: FieldSet): Comparison => ({
  added: added.recursiveDifference(fields),
  modified: modified.recursiveDifference(fields),
  removed: removed.recursiveDifference(fields),
});

class Comparer {
  private readonly out: Comparison;

  constructor(out: Comparison) {
    this.out = out;
  }

  compare(spot: Spot, before: unknown, after: unknown): void {
    if (before === undefined && after === undefined) return;
    const structure = structureOf(spot.place);
    // Two empty containers are leaves: that tells `null` from `{}`.
    if (structure === 'leaf' || (isVoid(before) && isVoid(after))) this.compareLeaf(spot, before, after);
    else if (structure === 'fields') this.compareFields(spot, before, after);
    else this.compareItems(spot, before, after);
    this.note(spot.path, before, after);
  }

  private compareLeaf({ path }: Spot, before: unknown, after: unknown): void {
    const both = before !== undefined && after !== undefined;
    if (both && !jsonEqual(before, after)) this.out.modified.insert(path);
  }

  /** A whole value that came or went. */
  private note(path: Path, before: unknown, after: unknown): void {
    if (before === undefined) this.out.added.insert(path);
    else if (after === undefined) this.out.removed.insert(path);
  }

  private compareFields({ place, path }: Spot, before: unknown, after: unknown): void {
    const [left, right] = [asObject(before), asObject(after)];
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const spot = { place: fieldPlace(place, name), path: [...path, fieldElement(name)] };
      this.compare(spot, getOwn(left, name), getOwn(right, name));
    }
  }

  private compareItems({ place, path }: Spot, before: unknown, after: unknown): void {
    const [left, right] = [groupItems(place, before), groupItems(place, after)];
    for (const element of new Set([...left.keys(), ...right.keys()])) {
      const spot = { place: itemPlace(place), path: [...path, element] };
      this.compareGroups(spot, left.get(element) ?? [], right.get(element) ?? []);
    }
  }

  /** Items that occur more than once are compared together, as one leaf. */
  private compareGroups(spot: Spot, left: unknown[], right: unknown[]): void {
    if (left.length <= 1 && right.length <= 1) this.compare(spot, left[0], right[0]);
    else if (left.length >= 2 && right.length >= 2) this.compareLeaf(spot, left, right);
    else if (left.length >= 2) {
      this.compare(spot, undefined, right[0]);
      this.out.removed.insert(spot.path);
    } else {
      this.compare(spot, left[0], undefined);
      this.out.added.insert(spot.path);
    }
  }
}

const asObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

function groupItems(place: Place, list: unknown): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  for (const { element, item } of identifyItems(place, Array.isArray(list) ? list : [])) {
    const group = groups.get(element);
    if (group) group.push(item);
    else groups.set(element, [item]);
  }
  return groups;
}
