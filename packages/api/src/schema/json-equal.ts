// Equality of JSON values; the order of an object's keys does not count, and one that holds `undefined` is absent.
import { getOwn } from './own-property.ts';

/** Whether two JSON values are equal. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  return !Array.isArray(right) && equalObjects(left, right);
}

const equalLists = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((entry, index) => jsonEqual(entry, right[index]));

function equalObjects(left: object, right: object): boolean {
  const keys = definedKeys(left);
  return (
    keys.length === definedKeys(right).length &&
    // A key that `right` lacks reads as undefined, which no defined value equals.
    keys.every((key) => jsonEqual(getOwn(left, key), getOwn(right, key)))
  );
}

const definedKeys = (object: object) => Object.keys(object).filter((key) => getOwn(object, key) !== undefined);
