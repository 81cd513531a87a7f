// metav1.DeleteOptions: the body of a DELETE request (apis/meta/v1/validation/validation.go).
import type { z } from 'zod';
import { flag, int64, list, object, ref, scalar, text } from '../schema/field.ts';
import { type FieldError, invalid, notSupported } from '../schema/field-error.ts';
import { FieldPath } from '../schema/field-path.ts';

export const Preconditions = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions',
  'What must hold for the delete to happen; else it fails with a conflict.',
  {
    resourceVersion: text('Version the object must have.'),
    uid: text('UID the object must have.'),
  },
);

export const DeleteOptions = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
  'How an object is to be deleted.',
  {
    apiVersion: text('Group and version of these options.'),
    dryRun: list(scalar.text, '`All` runs every check and deletes nothing.', { type: 'atomic' }),
    gracePeriodSeconds: int64(
      "Seconds the object has to end by itself; 0 deletes at once, absent takes the kind's own.",
    ),
    ignoreStoreReadErrorWithClusterBreakingPotential: flag(
      'Deletes an object that can no longer be read from the store, without its finalizers being asked.',
    ),
    kind: text('Always `DeleteOptions`.'),
    orphanDependents: flag('Keeps what the object owns; superseded by `propagationPolicy`.'),
    preconditions: ref(Preconditions, 'What must hold for the delete to happen.'),
    propagationPolicy: text(
      'What becomes of owned objects: `Background` deletes them afterwards, `Foreground` before the owner, `Orphan` keeps them.',
    ),
  },
);

export type Preconditions = z.infer<typeof Preconditions>;
export type DeleteOptions = z.infer<typeof DeleteOptions>;

const policies = ['Foreground', 'Background', 'Orphan'];

/** Checks a DELETE body; Kubernetes reports the errors as an Invalid `DeleteOptions.meta.k8s.io` named "". */
export function validateDeleteOptions(options: DeleteOptions): FieldError[] {
  const { dryRun = [], orphanDependents, propagationPolicy: policy } = options;
  const policyPath = FieldPath.of('propagationPolicy');
  const errors: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined) {
    errors.push(invalid(policyPath, policy, 'orphanDependents and deletionPropagation cannot be both set'));
  }
  if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported(policyPath, policy, [...policies, 'nil']));
  }
  if (dryRun.some((value) => value !== 'All')) {
    errors.push(notSupported(FieldPath.of('dryRun'), dryRun, ['All']));
  }
  return errors;
}
