// A resource quantity (`500m`, `1.5Gi`, `1e3`) with Kubernetes' grammar, rounding and canonical form
// (k8s.io/apimachinery/pkg/api/resource/quantity.go). Exact: one bigint that counts billionths.

type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A text that is no quantity; the message is Kubernetes'. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const numericWrong = 'unable to parse numeric part of quantity';
const suffixWrong = "unable to parse quantity's suffix";

/** Bound on the work for one quantity: no real one has more characters or a larger exponent. */
const maxLength = 256;
const maxExponent = 256;

const nanoDigits = 9;
const nanoPerUnit = 1_000_000_000n;
const maxBinary = (2n ** 63n - 1n) * nanoPerUnit;

const decimalExponents = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const decimalSuffixes = new Map([...decimalExponents].map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

interface Suffix {
  format: QuantityFormat;
  exponent: number;
}

function readSuffix(suffix: string): Suffix {
  const decimal = decimalExponents.get(suffix);
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { format: 'BinarySI', exponent: binary * 10 };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError(suffixWrong);
  const exponent = Number(suffix.slice(1));
  if (exponent > maxExponent) throw new QuantityError(suffixWrong);
  return { format: 'DecimalExponent', exponent: Math.max(exponent, -2 * maxExponent) };
}

/** Divides and rounds away from zero: who asks for something gets something. */
function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (quotient * divisor === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** `digits` × 10^(`exponent`) in billionths. */
function scaled(digits: bigint, exponent: number): bigint {
  const shift = exponent + nanoDigits;
  return shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
}

// Each part begins with a character the part before cannot end with, so matching is linear.
const grammar = /^([+-]?)([0-9]*)(?:\.([0-9]*))?((?:[eEinumkKMGTP]+[-+]?|[-+])[0-9]*)?$/;

function split(text: string) {
  if (text.length > maxLength) throw new QuantityError(numericWrong);
  const match = grammar.exec(text);
  const [, sign, whole = '', fraction, suffix = ''] = match ?? [];
  if (!match || (whole === '' && fraction === undefined)) throw new QuantityError(formatWrong);
  return { negative: sign === '-', whole, fraction: fraction ?? '', suffix };
}

/** Capped at 2^63 - 1; below one unit no binary suffix fits. */
function binaryAmount(digits: bigint, places: number): { nano: bigint; format: QuantityFormat } {
  const nano = scaled(digits, -places);
  if (nano > maxBinary) return { nano: maxBinary, format: 'BinarySI' };
  return { nano, format: nano < nanoPerUnit ? 'DecimalSI' : 'BinarySI' };
}

export class Quantity {
  static readonly zero = new Quantity(0n, 'DecimalSI');

  /** The amount in billionths. */
  readonly nano: bigint;
  private readonly format: QuantityFormat;

  private constructor(nano: bigint, format: QuantityFormat) {
    this.nano = nano;
    this.format = format;
  }

  /**
   * Reads a quantity; below a billionth it is rounded up, away from zero.
   * @throws QuantityError in Kubernetes' words
   */
  static parse(text: string): Quantity {
    const { negative, whole, fraction, suffix } = split(text);
    const { format, exponent } = readSuffix(suffix);
    const digits = BigInt(`${whole}${fraction}` || '0');
    const amount =
      format === 'BinarySI'
        ? binaryAmount(digits << BigInt(exponent), fraction.length)
        : { nano: scaled(digits, exponent - fraction.length), format };
    return new Quantity(negative ? -amount.nano : amount.nano, amount.format);
  }

  /** Whole units, shown with binary suffixes (`1Ki`) when asked for. */
  static of(units: bigint, format: 'DecimalSI' | 'BinarySI' = 'DecimalSI'): Quantity {
    return new Quantity(units * nanoPerUnit, format);
  }

  /** Thousandths of a unit (`m`), as CPU time is counted. */
  static ofMilli(milli: bigint): Quantity {
    return new Quantity(milli * 1_000_000n, 'DecimalSI');
  }

  /** Below, equal or above zero when this is less, equal or more. */
  compare(other: Quantity): number {
    if (this.nano === other.nano) return 0;
    return this.nano < other.nano ? -1 : 1;
  }

  /** The sum, in the form of the first that is not zero. */
  add(other: Quantity): Quantity {
    return new Quantity(this.nano + other.nano, this.nano === 0n ? other.format : this.format);
  }

  /** The difference, in the form of the first that is not zero. */
  subtract(other: Quantity): Quantity {
    return new Quantity(this.nano - other.nano, this.nano === 0n ? other.format : this.format);
  }

  /** Whole units, rounded away from zero. */
  value(): bigint {
    return divideUp(this.nano, nanoPerUnit);
  }

  /** Thousandths of a unit, rounded away from zero. */
  milliValue(): bigint {
    return divideUp(this.nano, 1_000_000n);
  }

  /** Nearest floating-point number, for ratios and charts. */
  asNumber(): number {
    const whole = this.nano / nanoPerUnit;
    return Number(whole) + Number(this.nano % nanoPerUnit) / 1e9;
  }

  /** Canonical form: largest suffix that leaves a whole number. */
  toString(): string {
    if (this.nano === 0n) return '0';
    return this.format === 'BinarySI' && this.showsBinary() ? this.binaryText() : this.decimalText();
  }

  private showsBinary(): boolean {
    const units = this.nano / nanoPerUnit;
    return units * nanoPerUnit === this.nano && (units <= -1024n || units >= 1024n);
  }

  private binaryText(): string {
    let units = this.nano / nanoPerUnit;
    let step = 0;
    while (units % 1024n === 0n && step < binarySuffixes.length - 1) {
      units /= 1024n;
      step += 1;
    }
    return `${units}${binarySuffixes[step]}`;
  }

  private decimalText(): string {
    const highest = this.format === 'DecimalExponent' ? Number.POSITIVE_INFINITY : 18;
    let amount = this.nano;
    let exponent = -nanoDigits;
    while (exponent < highest && amount % 1000n === 0n) {
      amount /= 1000n;
      exponent += 3;
    }
    if (this.format === 'DecimalExponent') return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
    return `${amount}${decimalSuffixes.get(exponent)}`;
  }
}

const canonicalTexts = new Map<string, string>();
const cacheSize = 2048;
const longestCached = 32;

/**
 * The canonical form of a quantity's text; the same few texts come again and again, so they are kept.
 * @throws QuantityError in Kubernetes' words
 */
export function canonicalQuantity(text: string): string {
  const known = canonicalTexts.get(text);
  if (known !== undefined) return known;
  const canonical = Quantity.parse(text.trim()).toString();
  if (text.length <= longestCached) {
    if (canonicalTexts.size >= cacheSize) canonicalTexts.clear();
    canonicalTexts.set(text, canonical);
  }
  return canonical;
}
