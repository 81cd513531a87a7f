import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalBase64 } from './base64.ts';

const right: [string, string][] = [
  ['', ''],
  ['YWJj', 'YWJj'],
  ['YQ==', 'YQ=='],
  ['YWI=', 'YWI='],
  ['YR==', 'YQ=='],
  ['YWJ=', 'YWI='],
  ['YW\nJj\r\n', 'YWJj'],
  ['YQ=\n=', 'YQ=='],
];

test.each(right)('%j', (text, expected) => {
  expect(canonicalBase64(text)).toEqual({ text: expected });
});

// Offsets as Go's encoding/base64 reports them (its tests, TestDecodeCorrupt).
const wrong: [string, number][] = [
  ['!!!!', 0],
  ['====', 0],
  ['x===', 1],
  ['=AAA', 0],
  ['A=AA', 1],
  ['AA=A', 2],
  ['AA==A', 4],
  ['AAA=AAAA', 4],
  ['AAAAA', 4],
  ['AAAAAA', 4],
  ['A=', 1],
  ['A==', 1],
  ['AA=', 3],
  ['AA==', -1],
  ['AAA=', -1],
  ['AAAA', -1],
  ['AAAAAA=', 7],
  ['YWJj!A==', 4],
  ['A!\n', 1],
  ['A===\n', 1],
];

test.each(wrong)('%j breaks at %i', (text, errorAt) => {
  expect(canonicalBase64(text)).toEqual(errorAt === -1 ? { text } : { errorAt });
});

test('bytes come back as they went in', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(canonicalBase64(text)).toEqual({ text });
      expect(canonicalBase64(`${text}\n`)).toEqual({ text });
    }),
  );
});
