// What a controller states. The runner does the rest: queue, retries, reading the view, applying the changes.
import type { DeleteOptions, ObjectName, Patch, WritableSubresource } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';

/** One write a plan asks for. */
export type Change =
  | { type: 'create'; kind: KindDefinition; object: KubeObject }
  | { type: 'update'; kind: KindDefinition; object: KubeObject; subresource?: WritableSubresource }
  | { type: 'patch'; kind: KindDefinition; name: ObjectName; patch: Patch; subresource?: WritableSubresource }
  | { type: 'delete'; kind: KindDefinition; name: ObjectName; options: DeleteOptions };

/** What a reconcile decided. */
export interface Plan {
  changes: readonly Change[];
  /** Look again after this many milliseconds though nothing changed (a grace period, a deadline). */
  requeueAfter?: number;
}

/** Cached reads of one kind, fed by its watch. Objects are shared and must not be changed. */
export interface Lister<T extends KubeObject> {
  get(name: ObjectName): T | undefined;
  list(namespace?: string): readonly T[];
  /** Objects found under `value` in the index of that name, which the controller's watch of the kind states. */
  byIndex(index: string, value: string): readonly T[];
}

/** What a view is read from. */
export interface Reads {
  /** The cache of a kind the controller watches. It may lag behind what was written. */
  cached<T extends KubeObject>(kind: KindDefinition<T>): Lister<T>;
  /** The object as it is now, past the cache: for what must not be decided on old news. */
  live<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName): Promise<T | undefined>;
  /** All objects of a namespace, or of all, as they are now. */
  liveList<T extends KubeObject>(kind: KindDefinition<T>, namespace?: string): Promise<readonly T[]>;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A kind the controller watches and the keys of its queue that an object concerns. */
export interface Watch {
  kind: KindDefinition;
  /** Names of further lookups: the values an object is found under. */
  indexes?: Readonly<Record<string, (object: KubeObject) => readonly string[]>>;
  /** Keys to reconcile when this object appears, changes, or is `gone` (then as it was last). */
  keys(object: KubeObject, gone: boolean): readonly string[];
}

/**
 * A control loop. `reconcile` is the runner's: it reads the `view` of a key, asks `plan`, then applies the changes.
 * Level-triggered: a key says where to look, never what happened.
 */
export interface Controller<View = unknown> {
  /** Kebab-case, as in `controllers/<name>.ts`. */
  name: string;
  watches: readonly Watch[];
  /** Reads desired and actual state; undefined when there is nothing to do for the key. */
  view(key: string, reads: Reads): Promise<View | undefined> | View | undefined;
  /** Pure: what to change so that actual state comes one step closer to desired. */
  plan(view: View): Plan;
}

/** Thrown by a view or plan that can never succeed for this state of things: no retry until something changes. */
export class TerminalError extends Error {}
