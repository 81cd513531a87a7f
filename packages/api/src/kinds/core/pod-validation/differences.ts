// What differs between two values of the same type, as paths with the old and the new value.
import type { FieldPath } from '../../../schema/field-path.ts';

export interface Difference {
  path: string;
  old: unknown;
  new: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** In Go an absent list or map equals an empty one. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);

/** Every leaf that differs, in the order of the old value's fields. */
export function differences(old: unknown, now: unknown, path: FieldPath): Difference[] {
  if (old === now || (isEmpty(old) && isEmpty(now))) return [];
  if (Array.isArray(old) && Array.isArray(now)) return listDifferences(old, now, path);
  if (!isObject(old) || !isObject(now) || Array.isArray(old) || Array.isArray(now)) {
    return [{ path: path.toString(), old, new: now }];
  }
  const before = new Map<string, unknown>(Object.entries(old));
  const after = new Map<string, unknown>(Object.entries(now));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    differences(before.get(key), after.get(key), path.child(key)),
  );
}

const listDifferences = (old: readonly unknown[], now: readonly unknown[], path: FieldPath): Difference[] =>
  Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
    differences(old[index], now[index], path.index(index)),
  ).flat();

const maxShown = 20;
const maxText = 200;

const show = (value: unknown): string => {
  const text = value === undefined ? 'unset' : JSON.stringify(value);
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
};

/** One line a difference, indented; the first twenty. */
export function printDifferences(found: readonly Difference[]): string {
  const lines = found.slice(0, maxShown).map((each) => `  ${each.path}: ${show(each.old)} -> ${show(each.new)}\n`);
  return found.length > maxShown ? `${lines.join('')}  and ${found.length - maxShown} more\n` : lines.join('');
}
