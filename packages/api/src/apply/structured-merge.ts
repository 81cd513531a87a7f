// Merges an applied configuration into the live object by the schema (structured-merge-diff v6: typed/merge.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';
import type { PathElement } from './path-element.ts';
import { fieldPlace, identifyItems, isVoid, itemPlace, type Place, structureOf } from './place.ts';

/** The merged value; `undefined` stands for none. Unchanged parts are shared with the arguments. */
export function mergeStructured(place: Place, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  const structure = structureOf(place);
  if (structure === 'leaf' || (isVoid(live) && isVoid(applied))) return applied;
  if (structure === 'items') return mergeItems(place, live, applied);
  return mergeFields(place, live, applied);
}

function mergeFields(place: Place, live: unknown, applied: unknown): unknown {
  const result: JsonObject = isJsonObject(live) ? { ...live } : {};
  if (!isJsonObject(applied)) return result;
  for (const [name, value] of Object.entries(applied)) {
    if (value === undefined) continue;
    setOwn(result, name, mergeStructured(fieldPlace(place, name), getOwn(result, name), value));
  }
  return result;
}

function mergeItems(place: Place, live: unknown, applied: unknown): unknown[] {
  const left = identifyItems(place, Array.isArray(live) ? live : []);
  const right = identifyItems(place, Array.isArray(applied) ? applied : []);
  const counts = new Map<PathElement, number>();
  for (const { element } of left) counts.set(element, (counts.get(element) ?? 0) + 1);
  const stored = new Map(left.map(({ element, item }) => [element, item]));
  const changes = new Map(right.map(({ element, item }) => [element, item]));
  const order = interleave(
    left.map(({ element }) => element),
    right.map(({ element }) => element),
  );
  return order.map(({ element, index }) => {
    if (index !== undefined) return left[index]?.item;
    // Live duplicates have no one item to merge with: the applied one takes their place.
    const current = counts.get(element) === 1 ? stored.get(element) : undefined;
    return mergeStructured(itemPlace(place), current, changes.get(element));
  });
}

interface Slot {
  element: PathElement;
  /** Position of a live item that is kept as it is; absent for an applied one. */
  index?: number;
}

/**
 * The order of a merged list: applied items in the applied order, each live-only item where it stood among them.
 * Live items that are applied too, but stand too early, give way and are placed by the applied order.
 */
function interleave(left: readonly PathElement[], right: readonly PathElement[]): Slot[] {
  const applied = new Set(right);
  const result: Slot[] = [];
  let index = 0;
  const keepLiveUntil = (due: PathElement | undefined) => {
    for (; index < left.length; index++) {
      const element = left[index];
      if (element === undefined || element === due) return;
      if (!applied.has(element)) result.push({ element, index });
    }
  };
  const due = nextShared(new Set(left), right);
  right.forEach((element, position) => {
    // Behind the last shared item only live-only ones are left: they come first, as upstream has it.
    keepLiveUntil(due[position]);
    result.push({ element });
    if (left[index] === element) index++;
  });
  keepLiveUntil(undefined);
  return result;
}

/** For each applied item the first from there on that is live too. */
function nextShared(live: ReadonlySet<PathElement>, right: readonly PathElement[]): (PathElement | undefined)[] {
  const result: (PathElement | undefined)[] = [];
  let next: PathElement | undefined;
  for (let position = right.length - 1; position >= 0; position--) {
    const element = right[position];
    if (element !== undefined && live.has(element)) next = element;
    result[position] = next;
  }
  return result;
}
