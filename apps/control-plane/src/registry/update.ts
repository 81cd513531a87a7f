// Registry.update, and the road that every change of a stored object takes: update, patch and apply differ only in
// how they make the wanted object from the live one (generic registry's Update; rest.BeforeUpdate).
import { revertTimesOnlyChange } from '@gantry/api/apply/managed-fields';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { conflict, notFound, objectModified } from '@gantry/api/meta/status-error';
import { jsonEqual } from '@gantry/api/schema/json-equal';
import type { ObjectKey } from '@gantry/store/object-store';
import { admit } from '../admission/admission.ts';
import { bound, decodeBinding } from './bind-pod.ts';
import { decodeBody } from './decode-body.ts';
import { keyOf, type Machinery } from './machinery.ts';
import { recordUpdate } from './managed-fields.ts';
import { asAddressed } from './object-identity.ts';
import { partAt } from './object-parts.ts';
import { versionMissing } from './refusals.ts';
import type { Registry, RequestContext, WriteResult, WriteTarget } from './registry.ts';
import { reshape } from './reshape-update.ts';
import { retryRaces } from './retry.ts';
import { save } from './save.ts';
import { validateChange } from './validate-object.ts';

export interface UpdateOrder {
  target: WriteTarget;
  /** Makes the wanted object; called again when somebody else wrote in between. */
  wanted(live: KubeObject): KubeObject;
  /** The wanted object's managedFields stand as they are (server-side apply made them; a binding has none). */
  fieldsRecorded?: boolean;
}

export const updateVerb =
  (machinery: Machinery): Registry['update'] =>
  async (target, body, context) => {
    if (target.subresource === 'binding') {
      const binding = decodeBinding(target, body, context);
      const wanted = (live: KubeObject) => bound(live, binding, machinery.clock());
      return updateObject(machinery, { target, wanted, fieldsRecorded: true }, context);
    }
    const object = decodeBody(target.kind, body, context);
    return updateObject(machinery, { target, wanted: () => object }, context);
  };

/** Changes a stored object; starts over when others write it meanwhile. @throws StatusError */
export function updateObject(machinery: Machinery, order: UpdateOrder, context: RequestContext): Promise<WriteResult> {
  const { kind, name } = order.target;
  const key = keyOf(kind, name);
  return machinery.inTurn(key, () =>
    retryRaces({ kind, name: name.name }, async () => {
      const live = machinery.store.get(key);
      if (!live) throw notFound(kind, name.name);
      return { object: await updateOnce(machinery, { order, live }, context), created: false };
    }),
  );
}

interface Attempt {
  order: UpdateOrder;
  live: KubeObject;
}

async function updateOnce(machinery: Machinery, attempt: Attempt, context: RequestContext): Promise<KubeObject> {
  const { order, live } = attempt;
  const { kind, subresource } = order.target;
  const object = await makeNext(machinery, attempt, context);
  validateChange({ kind, object, old: live, ...(subresource && { subresource }) });
  if (jsonEqual(object, live)) return live;
  const expected = Number(live.metadata.resourceVersion);
  const key = keyOf(kind, order.target.name);
  if (isFinished(key, object, live)) {
    await save(machinery.store, { kind, write: { type: 'delete', key, expected } }, context);
    return object;
  }
  return save(machinery.store, { kind, write: { type: 'update', key, object, expected } }, context);
}

async function makeNext(machinery: Machinery, { order, live }: Attempt, context: RequestContext): Promise<KubeObject> {
  const { target } = order;
  const wanted = asAddressed(target, order.wanted(live));
  checkVersion(target, wanted, live);
  const admitted = await admit(machinery.admission, {
    operation: 'UPDATE',
    kind: target.kind,
    name: target.name,
    ...(target.subresource && { subresource: target.subresource }),
    object: reshape(target, wanted, live),
    old: live,
    user: context.user,
    dryRun: context.dryRun,
  });
  const next = admitted.object ?? live;
  const now = machinery.clock();
  const recorded = order.fieldsRecorded
    ? next
    : recordUpdate({ kind: target.kind, object: next, live, now, subresource: target.subresource }, context);
  return revertTimesOnlyChange(live, recorded);
}

/** @throws StatusError 409 when the object sent is of another version, or another object of the same name */
function checkVersion({ kind, name }: WriteTarget, { metadata }: KubeObject, live: KubeObject): void {
  if (metadata.uid && metadata.uid !== live.metadata.uid) {
    const uids = `UID in precondition: ${metadata.uid}, UID in object meta: ${live.metadata.uid}`;
    throw conflict(kind, name.name, `Precondition failed: ${uids}`);
  }
  const { resourceVersion = '0' } = metadata;
  // Zero and none are the same number to Kubernetes.
  const stated = resourceVersion !== '' && resourceVersion !== '0';
  if (!stated && kind.conditionalUpdate) throw versionMissing(kind, name.name);
  if (stated && resourceVersion !== live.metadata.resourceVersion) throw conflict(kind, name.name, objectModified);
}

/** Whether a deleted object has nothing left to wait for. */
function isFinished({ resource }: ObjectKey, object: KubeObject, { metadata }: KubeObject): boolean {
  if (metadata.deletionTimestamp === undefined || (metadata.deletionGracePeriodSeconds ?? 0) !== 0) return false;
  if ((object.metadata.finalizers ?? []).length > 0) return false;
  return resource !== 'namespaces' || !hasEntries(partAt(object, 'spec', 'finalizers'));
}

const hasEntries = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
