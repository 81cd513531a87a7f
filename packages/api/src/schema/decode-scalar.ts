// Decoders of single values: type, range and format, each brought into canonical form.
import { canonicalQuantity, QuantityError } from '../meta/quantity.ts';
import { canonicalBase64 } from './base64.ts';
import type { DecodeContext } from './decode-context.ts';
import type { ScalarFormat } from './facts.ts';
import { jsonKind } from './go-type.ts';
import type { ScalarShape } from './shape.ts';
import { canonicalMicroTime, canonicalTime, type Timestamp } from './timestamp.ts';

/** Gives the decoded value; `undefined` after a complaint. */
export type Decoder = (value: unknown, context: DecodeContext) => unknown;

/** Half of a surrogate pair: no UTF-8 text holds one, Postgres refuses it. */
const loneSurrogate = /\p{Surrogate}/u;
const loneSurrogates = /\p{Surrogate}/gu;

/** The text with U+FFFD in place of lone surrogates, as Go's JSON decoder puts it. */
export const wellFormed = (text: string): string =>
  loneSurrogate.test(text) ? text.replace(loneSurrogates, '\uFFFD') : text;

const text: Decoder = (value, context) => {
  if (typeof value === 'string') return wellFormed(value);
  context.mismatch(jsonKind(value), 'string');
  return undefined;
};

const flag: Decoder = (value, context) => {
  if (typeof value === 'boolean') return value;
  context.mismatch(jsonKind(value), 'bool');
  return undefined;
};

const whole =
  (type: 'int32' | 'int64', low: number, high: number): Decoder =>
  (value, context) => {
    if (typeof value !== 'number') context.mismatch(jsonKind(value), type);
    // `high` itself is no int64: the nearest double lies one above the range.
    else if (!Number.isInteger(value) || value < low || value >= high) context.mismatch(`number ${value}`, type);
    else return value === 0 ? 0 : value;
    return undefined;
  };

const int32 = whole('int32', -(2 ** 31), 2 ** 31);
const int64 = whole('int64', -(2 ** 63), 2 ** 63);

const double: Decoder = (value, context) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  context.mismatch(typeof value === 'number' ? `number ${value}` : jsonKind(value), 'float64');
  return undefined;
};

const moment =
  (read: (text: string) => Timestamp): Decoder =>
  (value, context) => {
    if (typeof value !== 'string') {
      context.mismatch(jsonKind(value), 'string');
      return undefined;
    }
    const result = read(value);
    if ('text' in result) return result.text;
    context.fail(result.error);
    return undefined;
  };

const bytes: Decoder = (value, context) => {
  if (typeof value !== 'string') {
    context.mismatch(jsonKind(value), '[]uint8');
    return undefined;
  }
  const result = canonicalBase64(value);
  if ('text' in result) return result.text;
  context.fail(`illegal base64 data at input byte ${result.errorAt}`);
  return undefined;
};

/** Kubernetes reads a quantity from the JSON's own text, so a bare number is one too. */
const quantity: Decoder = (value, context) => {
  const source = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  try {
    return canonicalQuantity(source);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    context.fail(error.message);
    return undefined;
  }
};

const intOrString: Decoder = (value, context) =>
  typeof value === 'string' ? wellFormed(value) : int32(value, context);

const byFormat: Readonly<Record<ScalarFormat, Decoder>> = {
  int32,
  int64,
  double,
  'date-time': moment(canonicalTime),
  'micro-time': moment(canonicalMicroTime),
  byte: bytes,
  quantity,
  'int-or-string': intOrString,
};

const byType = { string: text, number: int64, boolean: flag } as const;

/** The decoder of a single value. */
export const scalarDecoder = (shape: ScalarShape): Decoder =>
  shape.format ? byFormat[shape.format] : byType[shape.type];

/** What `null` becomes where Go has a value rather than a pointer: in a list or a map. */
export function zeroScalar(shape: ScalarShape): unknown {
  if (shape.type === 'boolean') return false;
  if (shape.type === 'number' || shape.format === 'int-or-string') return 0;
  if (shape.format === 'quantity') return '0';
  return shape.format === 'date-time' || shape.format === 'micro-time' ? undefined : '';
}
