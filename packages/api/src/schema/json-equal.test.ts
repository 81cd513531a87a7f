import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonEqual } from './json-equal.ts';

const json = fc.jsonValue({ maxDepth: 4 });

/** The same value with the keys of its objects in another order. */
function rearranged(value: unknown, compare: (left: string, right: string) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => rearranged(item, compare));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, rearranged(entry, compare)] as const)
      .sort(([left], [right]) => compare(left, right)),
  );
}

const ascending = (left: string, right: string) => (left < right ? -1 : 1);
const descending = (left: string, right: string) => ascending(right, left);

test.each<[unknown, unknown, boolean]>([
  [1, '1', false],
  [null, {}, false],
  [null, undefined, false],
  [[], {}, false],
  [[1], [1, 2], false],
  [[1, 2], [2, 1], false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: undefined }, { b: 1 }, false],
  [{ a: undefined }, {}, true],
  [{ a: undefined }, { b: undefined }, true],
  [{ a: null }, {}, false],
  [{ a: 1 }, {}, false],
  [{ constructor: 1 }, { a: 1 }, false],
  [JSON.parse('{"__proto__":1}'), {}, false],
  [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}'), true],
])('of %j and %j is %s', (left, right, equal) => {
  expect(jsonEqual(left, right)).toBe(equal);
  expect(jsonEqual(right, left)).toBe(equal);
});

test('a copy with its keys turned round is equal', () => {
  fc.assert(fc.property(json, (value) => jsonEqual(value, rearranged(value, descending))));
});

test('it agrees with the canonical text of two values', () => {
  const canonical = (value: unknown) => JSON.stringify(rearranged(value, ascending));
  fc.assert(
    fc.property(json, json, (left, right) => jsonEqual(left, right) === (canonical(left) === canonical(right))),
  );
});
