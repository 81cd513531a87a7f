// The one road every write and read of an object takes, whether it came by REST or from a controller:
// decode → default → admit → validate → merge managed fields → store.
import type { DeleteOptions, ObjectName } from '@gantry/api/client/resource-client';
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { Fence, StoreEvent } from '@gantry/store/object-store';

/** Who asks, as authentication found out. */
export interface UserInfo {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What a request says beside its object. */
export interface RequestContext {
  user: UserInfo;
  /** User-Agent header; its first word names the field manager when the request names none. */
  userAgent: string;
  fieldManager?: string;
  fieldValidation: FieldValidation;
  /** Every step but the store's is made. */
  dryRun: boolean;
  /** Present on controllers' writes: they count only while the term lasts. */
  fence?: Fence;
  /** Texts for `Warning` headers; appended to. */
  warnings: string[];
}

/** A request body after parsing: the JSON value and what only its text showed. */
export interface ParsedBody {
  value: unknown;
  /** Strict-decoding complaints of the parser, e.g. `duplicate field "metadata.name"`. */
  duplicates: readonly string[];
}

export interface ListQuery {
  /** All namespaces when absent. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  resourceVersionMatch?: 'Exact' | 'NotOlderThan';
}

export interface ListPage {
  items: readonly KubeObject[];
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface WatchQuery {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Absent or `0`: begin with ADDED for what is there. */
  resourceVersion?: string;
  /** KEP-3157 (streaming lists): ADDED for what is there, then a marked bookmark. */
  sendInitialEvents?: boolean;
}

/** An event as this watcher sees it: an object that stops matching the selector is DELETED for it. */
export interface WatcherEvent {
  type: StoreEvent['type'];
  revision: number;
  object: KubeObject;
}

export interface WatchHandle {
  /** Revision every event up to which has been handed over (for bookmarks). */
  readonly revision: number;
  close(): void;
}

export interface WatchListener {
  /** Called synchronously, in order. */
  events(events: readonly WatcherEvent[]): void;
  /** All objects there at the start were handed over; only after a watch that began with them. */
  initialEventsEnd(revision: number): void;
  /** The watch is over; the client must list again (410) or may resume. */
  ended(error: Error): void;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface PatchRequest {
  type: PatchType;
  body: ParsedBody;
  /** Server-side apply only: take over fields that others own. */
  force: boolean;
}

export interface WriteTarget {
  kind: KindDefinition;
  name: ObjectName;
  subresource?: SubresourceName;
}

export interface WriteResult {
  object: KubeObject;
  created: boolean;
}

export interface DeleteResult {
  object: KubeObject;
  /** False while finalizers or a grace period keep the object. */
  gone: boolean;
}

/** All methods throw `StatusError`. Objects handed out are shared and must not be changed. */
export interface Registry {
  get(kind: KindDefinition, name: ObjectName, query: { resourceVersion?: string }): Promise<KubeObject>;
  list(kind: KindDefinition, query: ListQuery): Promise<ListPage>;
  watch(kind: KindDefinition, query: WatchQuery, listener: WatchListener): Promise<WatchHandle>;
  create(kind: KindDefinition, namespace: string, body: ParsedBody, context: RequestContext): Promise<WriteResult>;
  update(target: WriteTarget, body: ParsedBody, context: RequestContext): Promise<WriteResult>;
  patch(target: WriteTarget, patch: PatchRequest, context: RequestContext): Promise<WriteResult>;
  delete(target: WriteTarget, options: DeleteOptions, context: RequestContext): Promise<DeleteResult>;
  /** @returns the objects as they were when their delete began */
  deleteCollection(
    kind: KindDefinition,
    query: ListQuery,
    options: DeleteOptions,
    context: RequestContext,
  ): Promise<ListPage>;
}
