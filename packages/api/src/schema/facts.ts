// What a field's schema says beyond its type: the facts from which defaulting, validation, OpenAPI,
// strategic merge and server-side apply are derived. zod carries the types; this registry carries the rest.
import type { z } from 'zod';
import type { FieldError } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type ScalarFormat =
  | 'int32'
  | 'int64'
  | 'double'
  | 'date-time'
  | 'micro-time'
  | 'byte'
  | 'quantity'
  | 'int-or-string';

/** How entries of a list are told apart: `x-kubernetes-list-type`. */
export type ListType = 'atomic' | 'set' | 'map';

/** Computes a default from the object that holds the field. */
export type DefaultFrom = (parent: Record<string, unknown>) => JsonValue | undefined;

export interface FieldFacts {
  /** Our own words, one or two sentences; shown by `kubectl explain`. */
  description: string;
  format?: ScalarFormat;
  /** Listed under `required` in OpenAPI; absent or empty is refused with `Required value`. */
  required?: boolean;
  /** Accepts an empty string or list although required. */
  allowEmpty?: boolean;
  /** Value set when the field is absent; a function receives the object that holds the field. */
  default?: JsonValue | DefaultFrom;
  /** Closed set of values; anything else is refused with `Unsupported value`. */
  enum?: readonly string[];
  /** Lowest number accepted. */
  minimum?: number;
  /** May not change once set. */
  immutable?: boolean;
  /** Checks of this one value; runs only when it is present. */
  validate?(value: unknown, path: FieldPath): FieldError[];
  /** Nothing below is checked for required or enumerated values (statuses written by components). */
  lenient?: boolean;
  listType?: ListType;
  listMapKeys?: readonly string[];
  /** Entries of equal keys are accepted all the same, as Kubernetes does for `env` and container ports. */
  allowDuplicates?: boolean;
  patchMergeKey?: string;
  patchStrategy?: 'merge' | 'replace' | 'retainKeys' | 'merge,retainKeys';
  /** `x-kubernetes-map-type`; a map or object is granular unless said otherwise. */
  mapType?: 'atomic' | 'granular';
}

export interface ObjectFacts {
  /** Kubernetes' definition id, e.g. `io.k8s.api.core.v1.PodSpec`. */
  id: string;
  description: string;
  mapType?: 'atomic' | 'granular';
  /** Checks across the fields of one object. */
  validate?(value: unknown, path: FieldPath): FieldError[];
}

/** Facts of a field, keyed by the optional or required schema instance that stands in its object. */
export const fieldFacts = new WeakMap<z.ZodType, FieldFacts>();

/** Facts of an object type, keyed by its schema instance. */
export const objectFacts = new WeakMap<z.ZodType, ObjectFacts>();
