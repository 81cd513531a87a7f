import { describe, expect, test } from 'vitest';
import { invalid, notSupported } from './field-error.ts';
import { FieldPath } from './field-path.ts';

const path = FieldPath.of('metadata', 'name');

describe('an error about a field', () => {
  test('quotes the value as JSON', () => {
    expect(invalid(path, 'a"b', 'no quotes')).toEqual({
      reason: 'FieldValueInvalid',
      field: 'metadata.name',
      message: 'Invalid value: "a\\"b": no quotes',
    });
  });

  test('does not repeat a huge value whole', () => {
    const { message } = invalid(path, 'x'.repeat(2_000_000), 'too much');
    expect(message.length).toBeLessThan(1_200);
    expect(message).toMatch(/x… \(2000002 characters\): too much$/);
  });

  test('names what is supported', () => {
    expect(notSupported(path, 'c', ['a', 'b']).message).toBe('Unsupported value: "c": supported values: "a", "b"');
  });
});
