// The one way to objects for controllers, console and hub, whether they come from the store or from another cluster.
import type { KindDefinition } from '../kinds/define-kind.ts';
import type { KubeObject } from '../meta/object-meta.ts';

export interface ObjectName {
  /** Empty for cluster-wide kinds. */
  namespace: string;
  name: string;
}

export interface ListOptions {
  /** All namespaces when absent. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ListResult<T> {
  items: readonly T[];
  resourceVersion: string;
}

export type WatchEvent<T> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  | { type: 'BOOKMARK'; resourceVersion: string };

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: Propagation;
  /** The delete happens only to this very object. */
  preconditions?: { uid?: string; resourceVersion?: string };
}

export type Patch =
  | { type: 'json'; body: unknown }
  | { type: 'merge'; body: unknown }
  | { type: 'strategic'; body: unknown }
  | { type: 'apply'; body: unknown; fieldManager: string; force: boolean };

/** Parts of an object that controllers write apart from the rest. */
export type WritableSubresource = 'status' | 'finalize';

export interface WriteOptions {
  subresource?: WritableSubresource;
}

/**
 * Objects handed out are shared and must not be changed; copy before editing.
 * Every method throws `StatusError` as the REST API would answer.
 */
export interface ResourceClient {
  get<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName): Promise<T>;
  list<T extends KubeObject>(kind: KindDefinition<T>, options?: ListOptions): Promise<ListResult<T>>;
  /** Events after `resourceVersion`, until `signal` aborts. Throws `Expired` when that version is no longer known. */
  watch<T extends KubeObject>(
    kind: KindDefinition<T>,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(kind: KindDefinition<T>, object: T): Promise<T>;
  update<T extends KubeObject>(kind: KindDefinition<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    name: ObjectName,
    patch: Patch,
    options?: WriteOptions,
  ): Promise<T>;
  delete<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName, options?: DeleteOptions): Promise<void>;
}
