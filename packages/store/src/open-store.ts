// The store over PostgreSQL: puts cache, log and committer together.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { acknowledge } from './acknowledge.ts';
import { encodeWrite } from './batch.ts';
import { type Subscriber, WatchCache } from './cache/watch-cache.ts';
import type { Cipher } from './cipher.ts';
import { Committer } from './committer.ts';
import { type CompactionOptions, compactLog } from './compaction.ts';
import { type Database, openDatabase, patientReads } from './database.ts';
import { LogFollower } from './log-follower.ts';
import { LogReader } from './log-reader.ts';
import { migrate } from './migrate.ts';
import { createObjectCodec, type ObjectCodec } from './object-codec.ts';
import {
  type CommitOptions,
  type HistoryEntry,
  type ObjectKey,
  type ObjectStore,
  RevisionGone,
  type Snapshot,
  type Subscription,
  type Write,
} from './object-store.ts';
import { checkSealingKey } from './sealing-key.ts';
import { explain } from './store-error.ts';

export interface StoreOptions extends Partial<CompactionOptions> {
  /** PostgreSQL connection string. */
  url: string;
  /** Seals fields of objects before they reach the database. */
  cipher?: Cipher;
  /** Told of failures that the store gets over by itself (a lost connection). */
  onFailure?(error: Error): void;
  /** Milliseconds for which a write is tried when the database does not answer (30,000). */
  patience?: number;
  /** Milliseconds between looks at the log without being woken (2,000). */
  poll?: number;
  /** Events of each resource kept in memory for watches (10,000), and the sum of their JSON lengths (32 Mi). */
  recent?: { events: number; size: number };
}

const hour = 3_600_000;
const defaults = {
  patience: 30_000,
  poll: 2_000,
  recent: { events: 10_000, size: 32 * 1024 * 1024 },
  retention: hour,
  versions: 20,
  deletedRetention: 7 * 24 * hour,
};
const batchBounds = { writes: 500, size: 4 * 1024 * 1024 };

/**
 * Migrates the database, loads it into memory and follows it.
 * @throws StoreError saying what is wrong with the database and what to do
 */
export async function openStore(options: StoreOptions): Promise<ObjectStore> {
  await migrate(options.url);
  const store = new PostgresStore(options);
  try {
    await store.start();
    return store;
  } catch (error) {
    await store.close();
    throw explain(error);
  }
}

class PostgresStore implements ObjectStore {
  readonly #options: StoreOptions & typeof defaults;
  readonly #database: Database;
  readonly #codec: ObjectCodec;
  readonly #reader: LogReader;
  readonly #cache: WatchCache;
  readonly #follower: LogFollower;
  readonly #committer: Committer;
  /** As far as this process knows. */
  #compacted = 0;
  #closing: Promise<void> | undefined;

  constructor(given: StoreOptions) {
    const options = { ...defaults, ...given };
    const failed = (error: unknown) => options.onFailure?.(explain(error));
    this.#options = options;
    this.#database = openDatabase(options.url, failed);
    this.#codec = createObjectCodec(options.cipher);
    this.#reader = new LogReader(patientReads(this.#database), this.#codec);
    this.#cache = new WatchCache(options.recent);
    this.#committer = new Committer({
      database: this.#database,
      bounds: batchBounds,
      patience: options.patience,
      made: (writes, answer) =>
        acknowledge(writes, answer, {
          cache: this.#cache,
          reader: this.#reader,
          patience: options.patience,
          catchUp: () => this.#follower.catchUp(),
        }),
    });
    this.#follower = new LogFollower({
      url: options.url,
      cache: this.#cache,
      reader: this.#reader,
      poll: options.poll,
      busy: () => this.#committer.busy,
      failed,
    });
  }

  async start(): Promise<void> {
    const { cipher } = this.#options;
    if (cipher) await checkSealingKey(this.#database, cipher);
    await this.#follower.start();
  }

  get revision(): number {
    return this.#cache.revision;
  }

  get(key: ObjectKey) {
    return this.#cache.get(key);
  }

  list(resource: string, namespace?: string): Snapshot {
    return this.#cache.list(resource, namespace);
  }

  async listAt(resource: string, revision: number, namespace?: string): Promise<Snapshot> {
    await this.#cache.caughtUp(revision);
    if (revision < this.#compacted) throw new RevisionGone(revision, this.#compacted);
    const cached = this.#cache.listAt(resource, revision, namespace);
    if (cached) return cached;
    const snapshot = await this.#reader.listAt(resource, revision, namespace).catch(rethrow);
    // Looked at after reading: the log was whole then at this revision.
    await this.#checkKept(revision);
    return snapshot;
  }

  caughtUp(revision: number, signal?: AbortSignal): Promise<void> {
    return this.#cache.caughtUp(revision, signal);
  }

  async subscribe(...[resource, since, listener, ended]: Parameters<ObjectStore['subscribe']>): Promise<Subscription> {
    const subscriber: Subscriber = { after: since, listener, ended };
    if (since < this.#compacted) throw new RevisionGone(since, this.#compacted);
    while (!this.#cache.join(resource, subscriber)) await this.#replay(resource, subscriber);
    return { close: () => this.#cache.leave(resource, subscriber) };
  }

  /** Hands over one page of the log. */
  async #replay(resource: string, subscriber: Subscriber): Promise<void> {
    const until = this.#cache.revision;
    const events = await this.#reader.events(resource, subscriber.after, until).catch(rethrow);
    // Looked at after reading: nothing of the page was dropped before it was read.
    await this.#checkKept(subscriber.after);
    subscriber.after = events.at(-1)?.revision ?? until;
    if (events.length > 0) subscriber.listener(events);
  }

  async #checkKept(revision: number): Promise<void> {
    this.#compacted = (await this.#reader.bounds().catch(rethrow)).compacted;
    if (revision < this.#compacted) throw new RevisionGone(revision, this.#compacted);
  }

  commit(write: Write, options: CommitOptions) {
    return new Promise<KubeObject>((resolve, reject) => {
      const encoded = encodeWrite(this.#codec, write, options);
      this.#committer.add({ ...encoded, since: Date.now(), resolve, reject });
    });
  }

  async history(key: ObjectKey, limit: number): Promise<readonly HistoryEntry[]> {
    return this.#reader.history(key, limit).catch(rethrow);
  }

  async compact(): Promise<number> {
    this.#compacted = await compactLog(this.#database, this.#options).catch(rethrow);
    return this.#compacted;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#committer.close();
    await this.#follower.close();
    this.#cache.end(new Error('the store is closed'));
    await this.#database.close();
  }
}

const rethrow = (error: unknown): never => {
  throw explain(error);
};
