// What the rest of the control plane sees of the store: objects by kind, one revision, writes that are durable when acknowledged.
import type { KubeObject } from '@gantry/api/meta/object-meta';

/** `pods`, `leases.coordination.k8s.io`: a kind's `resource`. */
export type Resource = string;

export interface ObjectKey {
  resource: Resource;
  /** Empty for cluster-wide kinds. */
  namespace: string;
  name: string;
}

/** One committed change. `object` carries the revision of this change as its resourceVersion, also when deleted. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  revision: number;
  key: ObjectKey;
  object: KubeObject;
  /** State before the change; absent for ADDED. */
  previous?: KubeObject;
}

/** Who made a change and through what: kept in the log as the object's history. */
export interface Author {
  user: string;
  /** Program named by the client (User-Agent or field manager). */
  via: string;
}

/** The write happens only while this lease is held in this term (`spec.leaseTransitions`). */
export interface Fence {
  namespace: string;
  name: string;
  holder: string;
  term: number;
}

export type Write =
  | { type: 'create'; key: ObjectKey; object: KubeObject }
  | { type: 'update'; key: ObjectKey; object: KubeObject /** Revision the change was made from. */; expected: number }
  | { type: 'delete'; key: ObjectKey; expected: number };

export interface CommitOptions {
  author: Author;
  fence?: Fence;
}

/** Why a write was not made; nothing was changed. */
export type WriteRefusal = 'exists' | 'missing' | 'changed' | 'fenced' | 'namespace-missing' | 'namespace-terminating';

export class WriteRefused extends Error {
  readonly refusal: WriteRefusal;
  readonly key: ObjectKey;

  constructor(refusal: WriteRefusal, key: ObjectKey) {
    super(`${key.resource} ${key.namespace}/${key.name}: write refused: ${refusal}`);
    this.name = 'WriteRefused';
    this.refusal = refusal;
    this.key = key;
  }
}

/** The outcome of a write is unknown: the connection ended between sending and acknowledgement. */
export class WriteUnknown extends Error {}

/** The revision asked for is older than what the log keeps. */
export class RevisionGone extends Error {
  readonly oldest: number;

  constructor(asked: number, oldest: number) {
    super(`revision ${asked} is gone; the oldest kept is ${oldest}`);
    this.name = 'RevisionGone';
    this.oldest = oldest;
  }
}

export interface Snapshot {
  /** In order of namespace, then name (byte order). Shared: not to be changed. */
  items: readonly KubeObject[];
  revision: number;
}

export interface Subscription {
  close(): void;
}

export interface HistoryEntry extends Author {
  revision: number;
  type: StoreEvent['type'];
  /** Milliseconds since the epoch. */
  at: number;
  object: KubeObject;
}

export interface ObjectStore {
  /** Revision up to which the cache has seen everything. */
  readonly revision: number;

  /** From the cache; sees every write this process acknowledged before. */
  get(key: ObjectKey): KubeObject | undefined;

  /** From the cache. */
  list(resource: Resource, namespace?: string): Snapshot;

  /** State at an earlier revision, rebuilt from the log. @throws RevisionGone */
  listAt(resource: Resource, revision: number, namespace?: string): Promise<Snapshot>;

  /** Waits until the cache has seen `revision` (a client may hold one that another replica handed out). */
  caughtUp(revision: number, signal?: AbortSignal): Promise<void>;

  /**
   * Every event of the resource after `since`, each once, in order, without gap: first from the log, then live.
   * `listener` is called synchronously with one or more events, the first time perhaps before the promise resolves;
   * `ended` once, if the subscription must be made anew. All listeners of a resource are handed the same array.
   * @throws RevisionGone
   */
  subscribe(
    resource: Resource,
    since: number,
    listener: (events: readonly StoreEvent[]) => void,
    ended: (reason: Error) => void,
  ): Promise<Subscription>;

  /**
   * Makes one write durable, together with others waiting at the moment. The object needs a `metadata.uid`.
   * A lost connection is got over: the write is sent again and made once. When it is settled, either way, the cache
   * shows the state that decided it.
   * @returns the object with its new resourceVersion (for a delete: its last state)
   * @throws WriteRefused nothing was changed
   * @throws WriteUnknown the outcome could not be learned
   */
  commit(write: Write, options: CommitOptions): Promise<KubeObject>;

  /** Versions of one object, newest first. */
  history(key: ObjectKey, limit: number): Promise<readonly HistoryEntry[]>;

  /** Drops log entries that neither watches nor history need. @returns the oldest revision watches can resume from */
  compact(): Promise<number>;

  close(): Promise<void>;
}
