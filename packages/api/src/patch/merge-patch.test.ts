// Merge patch against the examples of RFC 7386, section 3 and appendix A.
import { expect, it } from 'vitest';
import { applyMergePatch } from './merge-patch.ts';

const examples: [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

it.each(examples)('%j patched by %j gives %j', (document, patch, result) => {
  const copies = JSON.stringify([document, patch]);
  expect(applyMergePatch(document, patch)).toEqual(result);
  expect(JSON.stringify([document, patch])).toBe(copies);
});

it.each([[null], ['a'], [[1]]])('refuses the patch %j', (patch) => {
  expect(() => applyMergePatch({}, patch)).toThrow('Invalid JSON Patch');
});

it('makes __proto__ and constructor ordinary keys', () => {
  const patch = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
  const result = applyMergePatch({}, patch);
  expect(JSON.stringify(result)).toBe(JSON.stringify(patch));
  expect('polluted' in {}).toBe(false);
});

it('refuses a patch nested deeper than objects can be', () => {
  let patch: unknown = {};
  for (let level = 0; level < 5000; level++) patch = { a: patch };
  expect(() => applyMergePatch({}, patch)).toThrow('nests deeper than 1000 levels');
});
