// Options in the query of a write: dry run, field manager, strictness (apimachinery/pkg/apis/meta/v1/validation).
import { validateFieldManager } from '@gantry/api/meta/field-manager';
import { invalidObject } from '@gantry/api/meta/status-error';
import { type FieldError, forbidden, notSupported, requiredValue } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import type { FieldValidation, RequestContext } from '../registry/registry.ts';
import type { ApiCall } from './api-call.ts';

export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

const validations = ['', 'Ignore', 'Strict', 'Warn'];

/**
 * Reads and checks a write's options.
 * @param apply the write is a server-side apply
 * @throws StatusError 422 as Kubernetes answers it
 */
export function writeContext(call: ApiCall, kind: OptionsKind, apply = false): RequestContext {
  const fieldManager = call.query.optional('fieldManager');
  const dryRun = call.query.all('dryRun');
  const errors = [
    ...checkDryRun(dryRun),
    ...checkFieldValidation(call.query.text('fieldValidation')),
    ...checkFieldManager(fieldManager, apply),
    ...checkForce(call, apply),
  ];
  refuseInvalidOptions(kind, errors);
  return {
    user: call.user,
    userAgent: call.userAgent,
    ...(fieldManager !== undefined && { fieldManager }),
    fieldValidation: fieldValidationOf(call.query.text('fieldValidation')),
    dryRun: dryRun.length > 0,
    warnings: call.warnings,
  };
}

/** @throws StatusError 422 when there are errors */
export function refuseInvalidOptions(kind: OptionsKind | 'ListOptions', errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', plural: '', kind }, '', errors);
}

function checkDryRun(values: readonly string[]): FieldError[] {
  const path = FieldPath.of('dryRun');
  return values.filter((value) => value !== 'All').map((value) => notSupported(path, value, ['All']));
}

function checkFieldValidation(value: string): FieldError[] {
  return validations.includes(value) ? [] : [notSupported(FieldPath.of('fieldValidation'), value, validations)];
}

function fieldValidationOf(value: string): FieldValidation {
  // The server's default since 1.27 is Warn.
  return value === 'Strict' || value === 'Ignore' ? value : 'Warn';
}

function checkFieldManager(manager: string | undefined, apply: boolean): FieldError[] {
  const path = FieldPath.of('fieldManager');
  if (manager === undefined) return apply ? [requiredValue(path, 'is required for apply patch')] : [];
  return validateFieldManager(manager, path);
}

function checkForce(call: ApiCall, apply: boolean): FieldError[] {
  const misplaced = call.query.has('force') && !apply && call.attributes.verb === 'patch';
  return misplaced ? [forbidden(FieldPath.of('force'), 'may not be specified for non-apply patch')] : [];
}
