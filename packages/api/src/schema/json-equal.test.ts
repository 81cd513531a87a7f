import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonEqual } from './json-equal.ts';

const different: [unknown, unknown][] = [
  [1, '1'],
  [null, {}],
  [null, undefined],
  [[], {}],
  [{}, []],
  [[1], [1, 2]],
  [{ a: 1 }, { b: 1 }],
  [{ a: undefined }, { b: 1 }],
  [{ a: 1 }, {}],
  [{ constructor: 1 }, { a: 1 }],
];

test.each(different)('%j is not %j', (left, right) => {
  expect(jsonEqual(left, right)).toBe(false);
  expect(jsonEqual(right, left)).toBe(false);
});

test('a copy with its keys turned round is equal', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, entry]) => [key, turned(entry)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonEqual(value, turned(value))).toBe(true);
    }),
  );
});
