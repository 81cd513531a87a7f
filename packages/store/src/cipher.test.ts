// Sealing fields: only with the right key, in the right place; nothing of the plaintext in the database.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCipher } from './cipher.ts';
import { createObjectCodec } from './object-codec.ts';
import { key, makeObject } from './testing/objects.ts';

const oldKey = { id: 'k1', bytes: randomBytes(32) };
const newKey = { id: 'k2', bytes: randomBytes(32) };
const fields = { secrets: ['data'] };
const cipher = createCipher({ keys: [oldKey], fields });
const text = Buffer.from('plain');

test('opens what it sealed, each time under another nonce', () => {
  const [one, two] = [cipher.seal(text, 'here'), cipher.seal(text, 'here')];
  expect(one).not.toBe(two);
  expect(Buffer.from(cipher.open(one, 'here'))).toEqual(text);
});

test('opens nothing that was moved, changed, cut, or sealed with a key it does not have', () => {
  const sealed = cipher.seal(text, 'here');
  expect(() => cipher.open(sealed, 'there')).toThrow();
  const body = Buffer.from(sealed.slice(3), 'base64');
  body[14] = (body[14] ?? 0) ^ 1;
  expect(() => cipher.open(`k1:${body.toString('base64')}`, 'here')).toThrow();
  expect(() => cipher.open('k1:AAAA', 'here')).toThrow('cut short');
  expect(() => cipher.open(sealed.replace('k1', 'k9'), 'here')).toThrow('no encryption key "k9"');
  const stranger = createCipher({ keys: [{ id: 'k1', bytes: randomBytes(32) }], fields });
  expect(() => stranger.open(sealed, 'here')).toThrow();
});

test('after a rotation the new key seals and the old one still opens', () => {
  const rotated = createCipher({ keys: [newKey, oldKey], fields });
  expect(Buffer.from(rotated.open(cipher.seal(text, 'x'), 'x'))).toEqual(text);
  expect(rotated.seal(text, 'x')).toMatch(/^k2:/);
});

test('keys of a wrong size or id are refused', () => {
  expect(() => createCipher({ keys: [{ id: 'k', bytes: randomBytes(16) }], fields })).toThrow('16 bytes instead of 32');
  expect(() => createCipher({ keys: [{ id: 'a:b', bytes: randomBytes(32) }], fields })).toThrow('malformed');
});

test('the codec seals the named fields of the named resource and what repeats them, and reads what was stored before', () => {
  const codec = createObjectCodec(cipher);
  const place = key('s', 'default', 'secrets');
  const object = makeObject(place, { data: { password: 'aHVudGVyMg==' } });
  object.metadata.annotations = { 'last-applied': 'hunter2' };
  object.metadata.managedFields = [{ manager: 'm', fieldsV1: { 'f:data': { 'f:password': {} } } }];
  const { text: stored } = codec.encode(place, object);
  expect(stored).not.toMatch(/hunter2|aHVudGVyMg|password|last-applied/);
  expect(codec.decode(place, stored, 7)).toEqual({ ...object, metadata: { ...object.metadata, resourceVersion: '7' } });
  expect(() => codec.decode(key('other', 'default', 'secrets'), stored, 7)).toThrow(
    /^secrets\/default\/other\/.* cannot be decrypted; put back the key/,
  );
  const plain = createObjectCodec().encode(place, object).text;
  expect(codec.decode(place, plain, 7)).toMatchObject({ data: object.data });
  expect(codec.encode(key('c'), makeObject(key('c'), { data: { x: 'open' } })).text).toContain('open');
});
