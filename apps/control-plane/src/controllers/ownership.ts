// Who owns what, as the garbage collector sees it: pure questions about owner references and finalizers.

import type { ObjectName, Propagation } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject, OwnerReference } from '@gantry/api/meta/object-meta';
import type { Change } from '@gantry/controller-kit/controller';

export const foregroundFinalizer = 'foregroundDeletion';
export const orphanFinalizer = 'orphan';

/** An object with its kind. */
export interface Owned {
  kind: KindDefinition;
  object: KubeObject;
}

/** What became of an owner: `waiting` when its own deletion waits for its dependents. */
export type OwnerState = 'present' | 'waiting' | 'absent';

export interface Dependent extends Owned {
  owners: readonly { reference: OwnerReference; state: OwnerState }[];
}

const nameOf = ({ metadata }: KubeObject): ObjectName => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

export const ownerUids = ({ metadata }: KubeObject): readonly string[] =>
  (metadata.ownerReferences ?? []).map(({ uid }) => uid);

export const isDeleting = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;

export const hasFinalizer = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.finalizers?.includes(finalizer) ?? false;

/** State of an owner that is there. */
export const stateOf = (owner: KubeObject): OwnerState =>
  isDeleting(owner) && hasFinalizer(owner, foregroundFinalizer) ? 'waiting' : 'present';

/** Keeps only the owner references that `keep` says; refused if the object changed meanwhile. */
export function withoutOwners({ kind, object }: Owned, keep: (reference: OwnerReference) => boolean): Change {
  const ownerReferences = (object.metadata.ownerReferences ?? []).filter(keep);
  const { resourceVersion } = object.metadata;
  const body = { metadata: { resourceVersion, ownerReferences: ownerReferences.length > 0 ? ownerReferences : null } };
  return { type: 'patch', kind, name: nameOf(object), patch: { type: 'merge', body } };
}

/** Takes one finalizer away; refused if the object changed meanwhile. */
export function withoutFinalizer({ kind, object }: Owned, finalizer: string): Change {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  const { resourceVersion } = object.metadata;
  const body = { metadata: { resourceVersion, finalizers: finalizers.length > 0 ? finalizers : null } };
  return { type: 'patch', kind, name: nameOf(object), patch: { type: 'merge', body } };
}

/** Deletes this very object, never a later one of the same name. */
export function deletion({ kind, object }: Owned, propagationPolicy: Propagation): Change {
  const { uid } = object.metadata;
  const options = { propagationPolicy, ...(uid && { preconditions: { uid } }) };
  return { type: 'delete', kind, name: nameOf(object), options };
}

/** Deletes this very object if it is still as seen: its owners may have let it go meanwhile. */
export function deletionAsSeen({ kind, object }: Owned, propagationPolicy: Propagation): Change {
  const { uid, resourceVersion } = object.metadata;
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  return { type: 'delete', kind, name: nameOf(object), options: { propagationPolicy, preconditions } };
}
