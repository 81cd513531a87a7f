// Everything stored, in memory, as of one revision; and those who follow it. Changes come in as committed entries
// without a gap; readers and subscribers see each of them once and in order.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { ObjectKey, Snapshot, StoreEvent } from '../object-store.ts';
import { EventRing, type RingBounds } from './event-ring.ts';
import { SortedObjects, sortKey } from './sorted-objects.ts';

/** A committed change as the log has it. */
export interface CommittedEntry {
  revision: number;
  type: StoreEvent['type'];
  key: ObjectKey;
  object: KubeObject;
  /** Length of its JSON. */
  size: number;
}

export interface Subscriber {
  /** Events up to this revision are not for it. */
  after: number;
  listener(events: readonly StoreEvent[]): void;
  ended(reason: Error): void;
}

interface ResourceState {
  objects: SortedObjects;
  ring: EventRing;
  subscribers: Set<Subscriber>;
}

interface Waiter {
  revision: number;
  resolve(): void;
}

export class WatchCache {
  readonly #bounds: RingBounds;
  #resources = new Map<string, ResourceState>();
  #waiters: Waiter[] = [];
  #revision = 0;
  /** Rings have every event after this revision, also those of resources not seen yet. */
  #loadedAt = 0;

  constructor(bounds: RingBounds) {
    this.#bounds = bounds;
  }

  get revision(): number {
    return this.#revision;
  }

  get({ resource, namespace, name }: ObjectKey): KubeObject | undefined {
    return this.#resources.get(resource)?.objects.get(sortKey(namespace, name));
  }

  list(resource: string, namespace?: string): Snapshot {
    return { items: this.#state(resource).objects.list(namespace), revision: this.#revision };
  }

  /** State at an earlier revision; undefined when the ring does not reach back that far. */
  listAt(resource: string, revision: number, namespace?: string): Snapshot | undefined {
    const { objects, ring } = this.#state(resource);
    if (revision < ring.floor || revision > this.#revision) return undefined;
    const undo = ring.after(revision);
    if (undo.length === 0) return { items: objects.list(namespace), revision };
    const earlier = objects.copy();
    for (const { key, previous } of undo.reverse()) {
      if (previous) earlier.set(sortKey(key.namespace, key.name), previous);
      else earlier.delete(sortKey(key.namespace, key.name));
    }
    return { items: earlier.list(namespace), revision };
  }

  /** The event of that revision, while it is recent. */
  eventAt(resource: string, revision: number): StoreEvent | undefined {
    const { ring } = this.#state(resource);
    if (revision <= ring.floor) return undefined;
    const event = ring.after(revision - 1)[0];
    return event?.revision === revision ? event : undefined;
  }

  /** Starts anew from a state read from the database: ends every subscription. */
  reset(objects: Iterable<{ key: ObjectKey; object: KubeObject }>, revision: number, reason: Error): void {
    const old = this.#resources;
    this.#resources = new Map();
    this.#loadedAt = revision;
    this.#revision = revision;
    for (const { key, object } of objects) {
      this.#state(key.resource).objects.set(sortKey(key.namespace, key.name), object);
    }
    for (const { subscribers } of old.values()) for (const subscriber of subscribers) subscriber.ended(reason);
    this.#wake();
  }

  /** Takes in entries that follow the present revision without a gap; earlier ones are passed over. */
  apply(entries: readonly CommittedEntry[]): void {
    const events = new Map<string, StoreEvent[]>();
    for (const entry of entries) {
      if (entry.revision <= this.#revision) continue;
      if (entry.revision !== this.#revision + 1) {
        throw new Error(`revision ${entry.revision} cannot follow ${this.#revision}`);
      }
      const event = this.#take(entry);
      const list = events.get(entry.key.resource);
      if (list) list.push(event);
      else events.set(entry.key.resource, [event]);
    }
    for (const [resource, list] of events) this.#hand(this.#state(resource), list);
    this.#wake();
  }

  /**
   * Hands over what the ring has after `subscriber.after`, then every event to come.
   * @returns false when the ring does not reach back that far; nothing was done
   */
  join(resource: string, subscriber: Subscriber): boolean {
    const { ring, subscribers } = this.#state(resource);
    if (subscriber.after < ring.floor) return false;
    subscribers.add(subscriber);
    this.#deliver(subscribers, subscriber, ring.after(subscriber.after));
    return true;
  }

  leave(resource: string, subscriber: Subscriber): void {
    this.#resources.get(resource)?.subscribers.delete(subscriber);
  }

  /** Ends every subscription of every resource. */
  end(reason: Error): void {
    for (const { subscribers } of this.#resources.values()) {
      for (const subscriber of [...subscribers]) {
        subscribers.delete(subscriber);
        subscriber.ended(reason);
      }
    }
  }

  caughtUp(revision: number, signal?: AbortSignal): Promise<void> {
    if (this.#revision >= revision) return Promise.resolve();
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        revision,
        resolve() {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #state(resource: string): ResourceState {
    const known = this.#resources.get(resource);
    if (known) return known;
    const ring = new EventRing(this.#bounds, this.#loadedAt);
    const state = { objects: new SortedObjects(), ring, subscribers: new Set<Subscriber>() };
    this.#resources.set(resource, state);
    return state;
  }

  #take({ revision, type, key, object, size }: CommittedEntry): StoreEvent {
    const { objects, ring } = this.#state(key.resource);
    const place = sortKey(key.namespace, key.name);
    const previous = objects.get(place);
    const event: StoreEvent = { type, revision, key, object, ...(previous && { previous }) };
    if (type === 'DELETED') objects.delete(place);
    else objects.set(place, object);
    ring.push(event, size);
    this.#revision = revision;
    return event;
  }

  /** One pass over the subscribers; all get the same array. */
  #hand({ subscribers }: ResourceState, events: readonly StoreEvent[]): void {
    const first = events[0]?.revision ?? 0;
    for (const subscriber of subscribers) {
      const rest = subscriber.after < first ? events : events.filter(({ revision }) => revision > subscriber.after);
      this.#deliver(subscribers, subscriber, rest);
    }
  }

  #deliver(subscribers: Set<Subscriber>, subscriber: Subscriber, events: readonly StoreEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    try {
      subscriber.after = last.revision;
      subscriber.listener(events);
    } catch (error) {
      // One watcher's fault must not reach the others, nor the writer.
      subscribers.delete(subscriber);
      subscriber.ended(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #wake(): void {
    if (this.#waiters.length === 0) return;
    const ready = this.#waiters.filter(({ revision }) => revision <= this.#revision);
    if (ready.length === 0) return;
    this.#waiters = this.#waiters.filter(({ revision }) => revision > this.#revision);
    for (const waiter of ready) waiter.resolve();
  }
}
