// Rules for `metadata.ownerReferences` (k8s.io/apimachinery/pkg/api/validation/objectmeta.go).
import { type FieldError, invalid } from '../schema/field-error.ts';
import type { FieldPath } from '../schema/field-path.ts';
import { parseApiVersion } from './api-version.ts';
import type { OwnerReference } from './object-meta.ts';

/** Checks each reference, and that at most one names a controller; all errors stand at the list, as in Kubernetes. */
export function validateOwnerReferences(references: readonly OwnerReference[], path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const reference of references) {
    errors.push(...validateReference(reference, path));
    if (!reference.controller) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller !== undefined) errors.push(invalid(path, references, onlyOne(controller, name)));
    controller ??= name;
  }
  return errors;
}

const onlyOne = (first: string, second: string): string =>
  `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;

function validateReference(reference: OwnerReference, path: FieldPath): FieldError[] {
  const { apiVersion, kind } = reference;
  const errors: FieldError[] = [];
  if (!parseApiVersion(apiVersion ?? '')) {
    errors.push(invalid(path.child('apiVersion'), apiVersion ?? '', 'version must not be empty'));
  }
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (!reference[field]) errors.push(invalid(path.child(field), reference[field] ?? '', 'must not be empty'));
  }
  if (apiVersion === 'v1' && kind === 'Event') {
    errors.push(invalid(path, reference, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}
