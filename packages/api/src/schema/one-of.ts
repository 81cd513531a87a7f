// A closed set of values that Kubernetes lists in an order of its own; `enum` among a field's facts lists them sorted.
import { type FieldError, notSupported } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

/** A field's check: one of the values, or empty. */
export const oneOf =
  (...supported: readonly string[]) =>
  (value: unknown, path: FieldPath): FieldError[] =>
    typeof value !== 'string' || value === '' || supported.includes(value)
      ? []
      : [notSupported(path, value, supported)];
