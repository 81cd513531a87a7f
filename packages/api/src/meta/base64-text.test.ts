import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64ByteLength, decodeBase64Text, encodeBase64Text } from './base64-text.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 200 });

test('agrees with Node on any text', () => {
  fc.assert(
    fc.property(text, (value) => {
      const base64 = Buffer.from(value, 'utf8').toString('base64');
      expect(encodeBase64Text(value)).toBe(base64);
      expect(decodeBase64Text(base64)).toBe(value);
      expect(base64ByteLength(base64)).toBe(Buffer.byteLength(value, 'utf8'));
    }),
  );
});

test('encodes a megabyte', () => {
  const value = 'ä'.repeat(512 * 1024);
  const base64 = encodeBase64Text(value);
  expect(base64 === Buffer.from(value, 'utf8').toString('base64')).toBe(true);
  expect(base64ByteLength(base64)).toBe(1024 * 1024);
});

test('refuses what is not base64', () => {
  expect(() => decodeBase64Text('~')).toThrow();
});
