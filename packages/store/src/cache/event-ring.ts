// The newest events of one resource, for watches that begin a little in the past.
import type { StoreEvent } from '../object-store.ts';

export interface RingBounds {
  events: number;
  /** Sum of the events' JSON lengths, in characters. */
  size: number;
}

export class EventRing {
  readonly #bounds: RingBounds;
  /** Dropped ones at the beginning are gaps, so that nothing holds their objects. */
  #events: ({ event: StoreEvent; size: number } | undefined)[] = [];
  #start = 0;
  #size = 0;
  #floor: number;

  /** @param floor every event after this revision will be pushed */
  constructor(bounds: RingBounds, floor: number) {
    this.#bounds = bounds;
    this.#floor = floor;
  }

  /** The ring has every event after this revision. */
  get floor(): number {
    return this.#floor;
  }

  push(event: StoreEvent, size: number): void {
    this.#events.push({ event, size });
    this.#size += size;
    while (this.#events.length - this.#start > this.#bounds.events || this.#size > this.#bounds.size) this.#drop();
    if (this.#start > 1000 && this.#start * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Events after a revision that is not below the floor, oldest first. */
  after(revision: number): StoreEvent[] {
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.event.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low).flatMap((entry) => entry?.event ?? []);
  }

  #drop(): void {
    const oldest = this.#events[this.#start];
    if (!oldest) return;
    this.#floor = oldest.event.revision;
    this.#size -= oldest.size;
    this.#events[this.#start] = undefined;
    this.#start += 1;
  }
}
