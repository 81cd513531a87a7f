// One thing wrong with one field, in Kubernetes' words (k8s.io/apimachinery/pkg/util/validation/field/errors.go).
import type { FieldPath } from './field-path.ts';

export type FieldErrorType =
  | 'FieldValueInvalid'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid';

export interface FieldError {
  reason: FieldErrorType;
  field: string;
  /** Text behind the field's name, e.g. `Required value: must name a key`. */
  message: string;
}

/** Characters of a refused value that an error repeats: it stands in the message and in the causes, a few times over. */
const longestQuote = 1024;

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote)}… (${text.length} characters)`;
}

const withDetail = (head: string, detail: string): string => (detail === '' ? head : `${head}: ${detail}`);

const make =
  (reason: FieldErrorType) =>
  (path: FieldPath, message: string): FieldError => ({ reason, field: path.toString(), message });

/** A value that breaks a rule; `detail` says which. */
export const invalid = (path: FieldPath, value: unknown, detail: string): FieldError =>
  make('FieldValueInvalid')(path, withDetail(`Invalid value: ${quote(value)}`, detail));

/** A value that is missing or empty. */
export const requiredValue = (path: FieldPath, detail = ''): FieldError =>
  make('FieldValueRequired')(path, withDetail('Required value', detail));

/** A value that must be unique and is not. */
export const duplicate = (path: FieldPath, value: unknown): FieldError =>
  make('FieldValueDuplicate')(path, `Duplicate value: ${quote(value)}`);

/** A value that names something that is not there. */
export const notFound = (path: FieldPath, value: unknown): FieldError =>
  make('FieldValueNotFound')(path, `Not found: ${quote(value)}`);

/** A value outside a closed set. */
export const notSupported = (path: FieldPath, value: unknown, supported: readonly string[]): FieldError =>
  make('FieldValueNotSupported')(
    path,
    `Unsupported value: ${quote(value)}: supported values: ${[...supported].map(quote).join(', ')}`,
  );

/** A field that may not be set here, or not changed so. */
export const forbidden = (path: FieldPath, detail: string): FieldError =>
  make('FieldValueForbidden')(path, withDetail('Forbidden', detail));

/** A value of more than `limit` bytes. */
export const tooLong = (path: FieldPath, limit: number): FieldError =>
  make('FieldValueTooLong')(path, `Too long: may not be more than ${limit} bytes`);

/** A list of more than `limit` entries. */
export const tooMany = (path: FieldPath, count: number, limit: number): FieldError =>
  make('FieldValueTooMany')(path, `Too many: ${count}: must have at most ${limit} items`);
