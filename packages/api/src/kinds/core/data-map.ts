// What ConfigMap and Secret have in common: keyed data, limited in size, and frozen once `immutable` is set
// (pkg/apis/core/validation/validation.go).
import { configMapKeyProblems } from '../../meta/names.ts';
import { type FieldError, forbidden, invalid } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { jsonEqual } from '../../schema/json-equal.ts';

export type DataMap = Readonly<Record<string, string>>;

/** Bytes that the values of one object may have together. */
export const maxDataBytes = 1024 * 1024;

/** Checks the keys of one map of data. */
export const validateDataKeys = (data: DataMap, path: FieldPath): FieldError[] =>
  Object.keys(data).flatMap((key) => configMapKeyProblems(key).map((problem) => invalid(path.key(key), key, problem)));

/** Sum of the values' sizes. */
export const dataBytes = (data: DataMap, size: (value: string) => number): number =>
  Object.values(data).reduce((sum, value) => sum + size(value), 0);

interface Freezable {
  immutable?: boolean | undefined;
}

/** Refuses changes of the named fields, and of `immutable` itself, once the old object was immutable. */
export function validateFrozen<T extends Freezable>(
  object: T,
  old: T,
  data: Readonly<Record<string, (object: T) => DataMap | undefined>>,
): FieldError[] {
  if (!old.immutable) return [];
  const refused = (field: string) => forbidden(FieldPath.of(field), 'field is immutable when `immutable` is set');
  const changed = Object.entries(data).filter(([, read]) => !jsonEqual(read(object) ?? {}, read(old) ?? {}));
  return [...(object.immutable ? [] : [refused('immutable')]), ...changed.map(([field]) => refused(field))];
}
