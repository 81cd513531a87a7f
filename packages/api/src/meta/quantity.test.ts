import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuantity, Quantity } from './quantity.ts';

const canonical: [string, string][] = [
  ['0', '0'],
  ['0Gi', '0'],
  ['-0', '0'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.', '1'],
  ['+1', '1'],
  ['-1.5', '-1500m'],
  ['100m', '100m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1Ki', '1Ki'],
  ['1000Ki', '1000Ki'],
  ['0.5Mi', '512Ki'],
  ['0.001Ki', '1024m'],
  ['1e3', '1e3'],
  ['1E3', '1e3'],
  ['12e4', '120e3'],
  ['1e-3', '1e-3'],
  ['1E', '1E'],
  ['10000E', '10000E'],
  ['9Ei', '9223372036854775807'],
  ['1n', '1n'],
  ['0.1n', '1n'],
  ['-0.1n', '-1n'],
  ['1e-100', '1e-9'],
  ['1u', '1u'],
  ['00001', '1'],
  [' 1Gi ', '1Gi'],
  ['3.14159265358979', '3141592654n'],
];

test.each(canonical)('%s is %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected);
});

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const suffixWrong = "unable to parse quantity's suffix";
const refused: [string, string][] = [
  ['', formatWrong],
  ['abc', formatWrong],
  ['1 Gi', formatWrong],
  ['1GB', formatWrong],
  ['1.2.3', formatWrong],
  ['--1', formatWrong],
  ['Gi', formatWrong],
  ['1Gii', suffixWrong],
  ['1mi', suffixWrong],
  ['1K', suffixWrong],
  ['1e', suffixWrong],
  ['1Gi5', suffixWrong],
  ['1e999999999', suffixWrong],
];

test.each(refused)('%j is refused', (text, message) => {
  expect(() => Quantity.parse(text)).toThrow(message);
});

test('a text of a million digits is refused at once', () => {
  const started = performance.now();
  for (const text of ['1'.repeat(1_000_000), `${'1'.repeat(200)}x`, `1e${'9'.repeat(1_000_000)}`]) {
    expect(() => Quantity.parse(text)).toThrow();
  }
  expect(performance.now() - started).toBeLessThan(100);
});

describe('arithmetic', () => {
  const parse = Quantity.parse;
  test('comparison goes by amount, not by form', () => {
    expect(parse('1Ki').compare(parse('1024'))).toBe(0);
    expect(parse('999m').compare(parse('1'))).toBeLessThan(0);
    expect(parse('1.1').compare(parse('1'))).toBeGreaterThan(0);
  });
  test('sums take the form of the first that is not zero', () => {
    expect(`${parse('1Gi').add(parse('512Mi'))}`).toBe('1536Mi');
    expect(`${Quantity.zero.add(parse('1Gi'))}`).toBe('1Gi');
    expect(`${parse('1').subtract(parse('250m'))}`).toBe('750m');
  });
  test('whole units and thousandths are rounded away from zero', () => {
    expect(parse('1500m').value()).toBe(2n);
    expect(parse('-1500m').value()).toBe(-2n);
    expect(parse('1u').milliValue()).toBe(1n);
    expect(parse('2').milliValue()).toBe(2000n);
    expect(parse('1.25').asNumber()).toBe(1.25);
    expect(`${Quantity.of(2048n, 'BinarySI')} ${Quantity.ofMilli(1500n)}`).toBe('2Ki 1500m');
  });
});

const anyQuantity = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 12n }),
    fc.option(fc.stringMatching(/^[0-9]{0,12}$/), { nil: undefined }),
    fc.constantFrom(
      'n',
      'u',
      'm',
      '',
      'k',
      'M',
      'G',
      'T',
      'P',
      'E',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'e-4',
      'E20',
    ),
  )
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`);

test('the canonical form stands for the same amount and is its own canonical form', () => {
  fc.assert(
    fc.property(anyQuantity, (text) => {
      const once = Quantity.parse(text);
      const twice = Quantity.parse(once.toString());
      expect(twice.nano).toBe(once.nano);
      expect(twice.toString()).toBe(once.toString());
    }),
  );
});

test('any text is a quantity or refused in one of three ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.+-eEinumkKMGTPx ') }), (text) => {
      try {
        Quantity.parse(text);
      } catch (error) {
        expect(String(error)).toMatch(/^QuantityError: (quantities must match|unable to parse)/);
      }
    }),
  );
});
