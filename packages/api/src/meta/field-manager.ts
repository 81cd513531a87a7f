// The name under which a client owns fields (apis/meta/v1/validation/validation.go, ValidateFieldManager).
import { type FieldError, invalid, tooLong } from '../schema/field-error.ts';
import type { FieldPath } from '../schema/field-path.ts';
import { byteLength } from './text-size.ts';

const maxBytes = 128;

/** What Go's unicode.IsPrint refuses. */
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** Checks length and characters; the empty name is valid and means none was given. */
export function validateFieldManager(manager: string, path: FieldPath): FieldError[] {
  const errors = byteLength(manager) > maxBytes ? [tooLong(path, maxBytes)] : [];
  for (const { 0: character, index } of manager.matchAll(unprintable)) {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const position = byteLength(manager.slice(0, index));
    errors.push(invalid(path, manager, `invalid character U+${code} (at position ${position})`));
  }
  return errors;
}
