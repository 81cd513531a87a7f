// Last step of every write: the store, or, in a dry run, the checks the store would have made.
// What the store refuses becomes a Status here.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { conflict, notFound, objectModified, StatusError } from '@gantry/api/meta/status-error';
import { type ObjectStore, type Write, WriteRefused, WriteUnknown } from '@gantry/store/object-store';
import { StoreError } from '@gantry/store/store-error';
import { fieldManagerOf } from './field-manager.ts';
import { exists, namespaceTerminating, refuseOversized } from './refusals.ts';
import type { RequestContext } from './registry.ts';

/** Somebody else wrote in between; the caller may start over from the new state. */
export class Raced extends Error {}

const namespaces = { group: '', plural: 'namespaces', kind: 'Namespace' };

/**
 * Makes the write.
 * @returns the object as stored (for a delete: its last state)
 * @throws Raced when the object changed since `expected`, or is gone
 * @throws StatusError
 */
export async function save(
  store: ObjectStore,
  { kind, write }: { kind: KindDefinition; write: Write },
  context: RequestContext,
): Promise<KubeObject> {
  if (write.type !== 'delete') refuseOversized(write.object);
  if (context.dryRun) return rehearse(store, kind, write);
  const author = { user: context.user.name, via: fieldManagerOf(context) };
  try {
    return await store.commit(write, { author, ...(context.fence && { fence: context.fence }) });
  } catch (error) {
    throw refusal(store, kind, error);
  }
}

function rehearse(store: ObjectStore, kind: KindDefinition, write: Write): KubeObject {
  const live = store.get(write.key);
  if (write.type === 'create') {
    if (live) throw exists(kind, write.key.name, live);
    return write.object;
  }
  if (!live || live.metadata.resourceVersion !== String(write.expected)) throw new Raced();
  return write.type === 'update' ? write.object : live;
}

function refusal(store: ObjectStore, kind: KindDefinition, error: unknown): unknown {
  if (error instanceof StoreError) {
    return new StatusError('ServiceUnavailable', `the write was not made: ${error.message}`, { retryAfterSeconds: 1 });
  }
  if (error instanceof WriteUnknown) {
    return new StatusError(
      'Timeout',
      `Timeout: the database did not say whether the write was made: ${error.message}`,
      {
        retryAfterSeconds: 1,
      },
    );
  }
  if (!(error instanceof WriteRefused)) return error;
  const { key } = error;
  switch (error.refusal) {
    case 'exists':
      return exists(kind, key.name, store.get(key));
    case 'namespace-missing':
      return notFound(namespaces, key.namespace);
    case 'namespace-terminating':
      return namespaceTerminating(kind, key);
    case 'fenced':
      return conflict(kind, key.name, 'the lease of the writer is no longer held in its term');
    case 'missing':
    case 'changed':
      return new Raced();
  }
}

/** Kubernetes' answer when starting over did not help. */
export const stillRaced = (kind: KindDefinition, name: string): StatusError => conflict(kind, name, objectModified);
