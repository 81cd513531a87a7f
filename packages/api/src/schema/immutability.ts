// Checks that a change leaves fields alone that may not change once they are set.
import { isRecord } from './decode.ts';
import { type FieldError, invalid } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { jsonEqual } from './json-equal.ts';
import { identityKeys, keyOf } from './list-key.ts';
import { getOwn } from './own-property.ts';
import type { FieldShape, ListShape, MapShape, ObjectShape, Shape } from './shape.ts';
import { holds } from './shape-search.ts';

interface Change {
  value: unknown;
  old: unknown;
}

/**
 * Immutable fields that were set in `old` and are not the same in `value`. Entries of a list with keys are compared
 * with the entry of the same key, others with the one in their place; what was added or removed whole is no change.
 */
export function validateImmutable(shape: ObjectShape, value: unknown, old: unknown): FieldError[] {
  const errors: FieldError[] = [];
  compare(shape, { value, old }, { path: FieldPath.root, errors });
  return errors;
}

interface Place {
  path: FieldPath;
  errors: FieldError[];
}

const immutableBelow = new WeakMap<Shape, boolean>();

function hasImmutable(shape: Shape): boolean {
  const known = immutableBelow.get(shape);
  if (known !== undefined) return known;
  const answer = holds(shape, { field: ({ facts }) => facts.immutable === true });
  immutableBelow.set(shape, answer);
  return answer;
}

function compare(shape: Shape, change: Change, place: Place): void {
  if (change.value === change.old || !hasImmutable(shape)) return;
  if (shape.type === 'object') compareFields(shape, change, place);
  else if (shape.type === 'map') compareEntries(shape, change, place);
  else if (shape.type === 'list') compareItems(shape, change, { ...place, keys: undefined });
}

function compareFields(shape: ObjectShape, { value, old }: Change, { path, errors }: Place): void {
  if (!isRecord(value) || !isRecord(old)) return;
  for (const field of shape.fields.values()) {
    const change = { value: value[field.name], old: old[field.name] };
    if (change.old === undefined) continue;
    compareField(field, change, { path: path.child(field.name), errors });
  }
}

function compareField({ facts, shape }: FieldShape, change: Change, place: Place): void {
  if (facts.immutable) {
    if (jsonEqual(change.value, change.old)) return;
    place.errors.push(invalid(place.path, change.value ?? null, 'field is immutable'));
  } else if (shape.type === 'list') compareItems(shape, change, { ...place, keys: identityKeys(facts) });
  else compare(shape, change, place);
}

function compareEntries(shape: MapShape, { value, old }: Change, { path, errors }: Place): void {
  if (!isRecord(value) || !isRecord(old)) return;
  for (const key of Object.keys(value)) {
    compare(shape.values, { value: getOwn(value, key), old: getOwn(old, key) }, { path: path.key(key), errors });
  }
}

interface ListPlace extends Place {
  keys: readonly string[] | undefined;
}

function compareItems(shape: ListShape, { value, old }: Change, { path, errors, keys }: ListPlace): void {
  if (!Array.isArray(value) || !Array.isArray(old) || !hasImmutable(shape.items)) return;
  const before = new Map(old.map((entry, index) => [entryId(entry, index, keys), entry]));
  value.forEach((entry, index) => {
    const change = { value: entry, old: before.get(entryId(entry, index, keys)) };
    compare(shape.items, change, { path: path.index(index), errors });
  });
}

const entryId = (entry: unknown, index: number, keys: readonly string[] | undefined): string | number =>
  keys === undefined ? index : (keyOf(entry, keys)?.text ?? index);
