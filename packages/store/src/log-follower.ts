// Keeps the cache at the log's end. NOTIFY only wakes: what is read is the log, and a slow poll covers a lost wake.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { WatchCache } from './cache/watch-cache.ts';
import { connectionSettings } from './database.ts';
import { loadObjects } from './load-objects.ts';
import { type LogReader, logPage } from './log-reader.ts';
import { RevisionGone } from './object-store.ts';

export interface FollowerOptions {
  url: string;
  cache: WatchCache;
  reader: LogReader;
  /** Milliseconds between looks at the log without being woken. */
  poll: number;
  /** This process is about to put changes of its own into the cache. */
  busy(): boolean;
  /** Something failed that will be tried again. */
  failed(error: unknown): void;
}

/** While an own batch is under way, a wake is most likely its own: it waits this many milliseconds. */
const ownBatch = 50;

export class LogFollower {
  readonly #options: FollowerOptions;
  #reading: Promise<void> | undefined;
  #listener: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop = new AbortController();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Loads everything and begins to follow. */
  async start(): Promise<void> {
    await this.#load(new Error('the store has just started'));
    void this.#listen();
    this.#poll();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#listener?.end().catch(() => undefined);
    await this.#reading?.catch(() => undefined);
  }

  /** Reads the log to its end; one reading at a time. @throws when the database does not answer */
  async catchUp(): Promise<void> {
    // Joining a reading under way is not enough: it may be past the point the caller asks for.
    await this.#reading?.catch(() => undefined);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { cache, reader } = this.#options;
    for (;;) {
      const from = cache.revision;
      const entries = await reader.after(from);
      // Own batches may have come in meanwhile.
      const news = entries.filter(({ revision }) => revision > cache.revision);
      if (news.length > 0 && news[0]?.revision !== cache.revision + 1) return this.#reload();
      cache.apply(news);
      if (entries.length === 0) return this.#verify(from);
      if (entries.length < logPage) return;
    }
  }

  /** Nothing new: so the database is where the cache is, unless it lost its end (a failover to an old copy). */
  async #verify(seen: number): Promise<void> {
    const { current } = await this.#options.reader.bounds();
    if (current < seen) await this.#reload();
  }

  /** The log no longer has what the cache needs next. */
  #reload(): Promise<void> {
    return this.#load(new RevisionGone(this.#options.cache.revision, this.#options.cache.revision + 1));
  }

  async #load(reason: Error): Promise<void> {
    const { cache, reader } = this.#options;
    const { objects, revision } = await loadObjects(reader, cache);
    cache.reset(objects, revision, reason);
  }

  #wake(): void {
    if (this.#stop.signal.aborted) return;
    this.catchUp().catch(this.#options.failed);
  }

  #poll(): void {
    this.#timer = setTimeout(() => {
      this.catchUp()
        .catch(this.#options.failed)
        .finally(() => {
          if (!this.#stop.signal.aborted) this.#poll();
        });
    }, this.#options.poll);
  }

  /** Holds a listening connection, and makes a new one whenever it is lost. */
  async #listen(): Promise<void> {
    for (let wait = 50; !this.#stop.signal.aborted; wait = Math.min(wait * 2, 2_000)) {
      try {
        const { ended } = await this.#connectListener();
        wait = 50;
        this.#wake();
        await ended;
      } catch (error) {
        this.#options.failed(error);
      }
      await pause(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** @returns when listening, a promise of the connection's end */
  async #connectListener(): Promise<{ ended: Promise<void> }> {
    const client = new Client({ ...connectionSettings(this.#options.url), application_name: 'gantry listener' });
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', this.#options.failed);
    });
    client.on('notification', ({ payload }) => this.#notified(Number(payload)));
    this.#listener = client;
    await client.connect();
    await client.query('LISTEN gantry_revision');
    return { ended };
  }

  #notified(revision: number): void {
    const { cache, busy } = this.#options;
    const wake = () => {
      if (revision > cache.revision) this.#wake();
    };
    if (busy()) setTimeout(wake, ownBatch);
    else wake();
  }
}
