// Everything that can be wrong with an object, or with a change of one, gathered into one 422.
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { invalidObject } from '@gantry/api/meta/status-error';
import { validateObjectMeta, validateObjectMetaUpdate } from '@gantry/api/meta/validate-object-meta';
import type { FieldError } from '@gantry/api/schema/field-error';
import { validateImmutable } from '@gantry/api/schema/immutability';
import { validateShape } from '@gantry/api/schema/validation';

/** @throws StatusError 422 */
export function validateNew(kind: KindDefinition, object: KubeObject): void {
  refuseIf(kind, object, [
    ...validateObjectMeta(kind, object.metadata),
    ...validateShape(kind.shape, object),
    ...(kind.validate?.(object) ?? []),
  ]);
}

export interface ObjectChange {
  kind: KindDefinition;
  subresource?: SubresourceName;
  object: KubeObject;
  old: KubeObject;
}

/** @throws StatusError 422 */
export function validateChange(change: ObjectChange): void {
  const { kind, object, old } = change;
  refuseIf(kind, object, [
    ...validateObjectMeta(kind, object.metadata),
    ...validateObjectMetaUpdate(kind, object.metadata, old.metadata),
    ...validateShape(kind.shape, object),
    ...ruleErrors(change),
  ]);
}

/** The kind's own rules; a binding's stand with the Binding. */
function ruleErrors(change: ObjectChange): FieldError[] {
  const { kind, object, old } = change;
  switch (change.subresource) {
    case 'status':
      return kind.validateStatusUpdate?.(object, old) ?? [];
    case 'binding':
      return [];
    default:
      return wholeErrors(change);
  }
}

const wholeErrors = ({ kind, object, old }: ObjectChange): FieldError[] => [
  ...(kind.validate?.(object) ?? []),
  ...validateImmutable(kind.shape, object, old),
  ...(kind.validateUpdate?.(object, old) ?? []),
];

function refuseIf(kind: KindDefinition, { metadata }: KubeObject, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(kind, metadata.name ?? '', errors);
}
