// Paths inside volumes: they must not lead out of them.
import { type FieldError, invalid } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';

/** No part of the path is `..`. */
export const withoutBacksteps = (value: string, path: FieldPath): FieldError[] =>
  value.split('/').includes('..') ? [invalid(path, value, "must not contain '..'")] : [];

/** A relative path without `..`. */
export const descendingPath = (value: string, path: FieldPath): FieldError[] => [
  ...(value.startsWith('/') ? [invalid(path, value, 'must be a relative path')] : []),
  ...withoutBacksteps(value, path),
];

/** A descending path whose name is not kept for the volume's own bookkeeping (`..data`). */
export const unreservedPath = (value: string, path: FieldPath): FieldError[] => {
  const reserved = value.startsWith('..') && value !== '..' && !value.startsWith('../');
  return [...descendingPath(value, path), ...(reserved ? [invalid(path, value, "must not start with '..'")] : [])];
};
