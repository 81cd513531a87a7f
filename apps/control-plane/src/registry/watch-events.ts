// A watch of the registry as an async iterable: what arrives while the reader is busy waits in a queue.

import type { WatchEvent } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { Registry, WatcherEvent, WatchHandle, WatchQuery } from './registry.ts';

export interface WatchOrder {
  kind: KindDefinition;
  query: WatchQuery;
  signal: AbortSignal;
}

/** Milliseconds without an event after which the reader learns how far the watch has come. */
const bookmarkEvery = 60_000;

/**
 * Events in order until `signal` aborts.
 * @throws StatusError when the watch cannot begin, or the reason for which it ended
 */
export async function* watchEvents(
  registry: Registry,
  { kind, query, signal }: WatchOrder,
): AsyncGenerator<WatchEvent<KubeObject>> {
  const inbox = new Inbox(signal);
  const handle = await registry.watch(kind, query, inbox);
  try {
    while (!signal.aborted) {
      const batch = inbox.take();
      for (const { type, object } of batch) yield { type, object };
      if (batch.length > 0) continue;
      if (inbox.end) throw inbox.end;
      if (await inbox.quiet(bookmarkEvery)) yield bookmark(handle);
    }
  } finally {
    handle.close();
  }
}

const bookmark = ({ revision }: WatchHandle) => ({ type: 'BOOKMARK', resourceVersion: String(revision) }) as const;

class Inbox {
  end: Error | undefined;
  readonly #signal: AbortSignal;
  #waiting: WatcherEvent[] = [];
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  events(events: readonly WatcherEvent[]): void {
    for (const event of events) this.#waiting.push(event);
    this.#wake();
  }

  initialEventsEnd(): void {
    // Readers of this kind watch from a revision they listed at.
  }

  ended(error: Error): void {
    this.end = error;
    this.#wake();
  }

  take(): readonly WatcherEvent[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** Waits for something to take, the end or the abort. @returns whether the time passed without any */
  quiet(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (quiet: boolean) => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', wake);
        this.#wake = () => undefined;
        resolve(quiet);
      };
      const wake = () => finish(false);
      const timer = setTimeout(() => finish(true), milliseconds);
      timer.unref();
      this.#signal.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
