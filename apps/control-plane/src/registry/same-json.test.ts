import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson } from './same-json.ts';

const json = fc.jsonValue({ maxDepth: 4 });

/** The same value with the keys of its objects in the other order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reversed(entry)]),
  );
}

describe('sameJson', () => {
  it('holds for a value and its copy, whatever the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => sameJson(value, reversed(value)) && sameJson(value, structuredClone(value))),
    );
  });

  it('agrees with the canonical text of two values', () => {
    const canonical = (value: unknown): string =>
      JSON.stringify(value, (_, entry) =>
        typeof entry === 'object' && entry !== null && !Array.isArray(entry)
          ? Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))
          : entry,
      );
    fc.assert(
      fc.property(json, json, (left, right) => sameJson(left, right) === (canonical(left) === canonical(right))),
    );
  });

  it.each([
    [{ a: undefined }, {}, true],
    [{ a: null }, {}, false],
    [{ a: 1 }, { b: 1 }, false],
    [[], {}, false],
    [[1, 2], [2, 1], false],
    [JSON.parse('{"__proto__":1}'), {}, false],
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}'), true],
  ])('of %j and %j is %s', (left, right, same) => {
    expect(sameJson(left, right)).toBe(same);
    expect(sameJson(right, left)).toBe(same);
  });
});
