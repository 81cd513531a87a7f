// Who set which fields, recorded with each write: the registry's side of `@gantry/api/apply`.
import { managedFieldsOf, updateManagedFields, type Writer } from '@gantry/api/apply/managed-fields';
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject, ManagedFieldsEntry } from '@gantry/api/meta/object-meta';
import { fieldManagerOf } from './field-manager.ts';
import { withMeta } from './object-parts.ts';
import type { RequestContext } from './registry.ts';

export interface RecordedWrite {
  kind: KindDefinition;
  subresource?: SubresourceName | undefined;
  /** What is to be stored; its managedFields are those the client sent. */
  object: KubeObject;
  /** What is stored; absent for a create. */
  live?: KubeObject;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The object with the managers that follow from the change. */
export function recordUpdate(write: RecordedWrite, context: RequestContext): KubeObject {
  const { kind, object, live } = write;
  const recorded = updateManagedFields({
    ...writerOf(write, fieldManagerOf(context)),
    shape: kind.shape,
    live,
    updated: object,
  });
  // Encoded just now by the call above.
  return withMeta(object, { managedFields: managedFieldsOf(recorded) as ManagedFieldsEntry[] | undefined });
}

/** The writer of a request, and the fields that its address cannot set. */
export function writerOf(
  { kind, subresource, now }: Pick<RecordedWrite, 'kind' | 'subresource' | 'now'>,
  manager: string,
): Writer {
  return { manager, apiVersion: kind.apiVersion, subresource, now, resetFields: resetFields(kind, subresource) };
}

function resetFields({ shape, subresources }: KindDefinition, subresource?: SubresourceName): string[][] {
  const own = { status: 'status', finalize: 'spec' }[String(subresource)];
  if (own) return [...shape.fields.keys()].filter((name) => name !== own).map((name) => [name]);
  return subresources?.includes('status') ? [['status']] : [];
}
