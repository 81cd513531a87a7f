// Under which name a request's changes are recorded in managedFields, and as the author in the log.
import { validateFieldManager } from '@gantry/api/meta/field-manager';
import { requiredValue } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import { invalidOptions } from './refusals.ts';
import type { RequestContext } from './registry.ts';

const maxBytes = 128;
const path = FieldPath.of('fieldManager');

/** The manager the request names, or the first word of its User-Agent (managedfields' managerOrUserAgent). */
export function fieldManagerOf({ fieldManager, userAgent }: RequestContext): string {
  if (fieldManager) return fieldManager;
  const program = (userAgent.split('/', 1)[0] ?? '').replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
  // A character cut in half leaves U+FFFD.
  return Buffer.from(program).subarray(0, maxBytes).toString().replaceAll('\ufffd', '') || 'unknown';
}

/** Server-side apply must say whose the fields are. @throws StatusError 422 */
export function requireFieldManager({ fieldManager = '' }: RequestContext): string {
  const errors =
    fieldManager === ''
      ? [requiredValue(path, 'is required for apply patch')]
      : validateFieldManager(fieldManager, path);
  if (errors.length > 0) throw invalidOptions('PatchOptions', errors);
  return fieldManager;
}
