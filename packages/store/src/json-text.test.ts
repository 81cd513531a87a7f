// Any JSON value survives the way through jsonb's text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromJsonb, toJsonb } from './json-text.ts';

const character = fc.constantFrom('\0', '\u001a', '\\', '0', '1', 'u0000', 'u001a', '"', 'é', '😀');
const text = fc.array(character, { maxLength: 8 }).map((parts) => parts.join(''));
const value = fc.letrec((tie) => ({
  json: fc.oneof(
    text,
    fc.integer(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(text, tie('json'), { maxKeys: 3 }),
  ),
})).json;

test('what is read is what was written, and no U+0000 is sent', () => {
  fc.assert(
    fc.property(value, (original) => {
      const sent = toJsonb(original);
      expect(JSON.stringify(JSON.parse(sent))).not.toMatch(/(^|[^\\])(\\\\)*\\u0000/);
      expect(fromJsonb(sent)).toEqual(original);
    }),
    { numRuns: 500 },
  );
});

test('texts without such characters are sent as they are', () => {
  expect(toJsonb({ a: 'x\\u0000' })).toBe('{"a":"x\\\\u0000"}');
  expect(toJsonb(['\u001b'])).toBe('["\\u001b"]');
});
