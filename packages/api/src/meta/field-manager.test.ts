import { expect, test } from 'vitest';
import { FieldPath } from '../schema/field-path.ts';
import { validateFieldManager } from './field-manager.ts';

const quoted = (text: string) => JSON.stringify(text);

test.each<[string, string[]]>([
  ['', []],
  ['kubectl', []],
  ['é – ☃ 1', []],
  ['x'.repeat(128), []],
  ['x'.repeat(129), ['Too long: may not be more than 128 bytes']],
  ['a\tb', ['Invalid value: "a\\tb": invalid character U+0009 (at position 1)']],
  ['ä\u0000', [`Invalid value: ${quoted('ä\u0000')}: invalid character U+0000 (at position 2)`]],
  ['\u00a0', [`Invalid value: ${quoted('\u00a0')}: invalid character U+00A0 (at position 0)`]],
])('field manager %j', (manager, expected) => {
  const errors = validateFieldManager(manager, FieldPath.of('fieldManager'));
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(
    expected.map((each) => `fieldManager: ${each}`),
  );
});
