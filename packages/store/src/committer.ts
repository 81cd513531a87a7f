// Group commit: while one batch is on its way, writes gather; the next batch takes them all in one round trip and one
// transaction. A batch is numbered, so that it can be sent again after a lost connection without being made twice.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BatchAnswer, type BatchBounds, type PendingWrite, takeBatch } from './batch.ts';
import type { Database } from './database.ts';
import { WriteUnknown } from './object-store.ts';
import { explain, isPassing, leavesUnknown, sqlState } from './store-error.ts';

export interface CommitterOptions {
  database: Database;
  bounds: BatchBounds;
  /** Milliseconds for which a batch is tried when the database does not answer. */
  patience: number;
  /** Takes in an answered batch; the writes are acknowledged by it. */
  made(writes: readonly PendingWrite[], answer: BatchAnswer): Promise<void>;
}

/** Errors of the data of one write; the others of its batch are not to suffer. */
const faultOfOneWrite = /^(22|23|54)/;

/** A batch that was perhaps made is unknown, unless the server has refused it since. */
const outcome = (error: unknown, maybeMade: boolean) =>
  maybeMade && isPassing(error)
    ? new WriteUnknown('the database was lost while it made the write; whether it did is not known', { cause: error })
    : error;

export class Committer {
  readonly #options: CommitterOptions;
  readonly #writer = randomUUID();
  #number = 0;
  #queue: PendingWrite[] = [];
  #flushing: Promise<void> | undefined;
  #closed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /** A batch is on its way; its writes are not in the cache yet. */
  get busy(): boolean {
    return this.#flushing !== undefined;
  }

  add(write: PendingWrite): void {
    if (this.#closed) {
      write.reject(new Error('the store is closed'));
      return;
    }
    this.#queue.push(write);
    if (!this.#flushing) this.#flushing = this.#flush();
  }

  /** Makes what is waiting, then takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    // Requests that arrived in the same turn of the event loop join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#make(takeBatch(this.#queue, this.#options.bounds));
    this.#flushing = undefined;
  }

  async #make(writes: PendingWrite[]): Promise<void> {
    this.#number += 1;
    try {
      const answer = await this.#send(writes, this.#number);
      await this.#options.made(writes, answer);
    } catch (error) {
      await this.#failed(writes, error);
    }
  }

  async #failed(writes: PendingWrite[], error: unknown): Promise<void> {
    if (writes.length > 1 && faultOfOneWrite.test(sqlState(error) ?? '')) {
      // One write is at fault: the batch is halved until it stands alone.
      const middle = writes.length >>> 1;
      await this.#make(writes.slice(0, middle));
      await this.#make(writes.slice(middle));
      return;
    }
    const reason = error instanceof WriteUnknown ? error : explain(error);
    for (const write of writes) write.reject(reason);
  }

  /** Sends a batch until it is answered; the function in the database makes it once. */
  async #send(writes: readonly PendingWrite[], number: number): Promise<BatchAnswer> {
    const text = `[${writes.map((write) => write.text).join(',')}]`;
    const deadline = (writes[0]?.since ?? 0) + this.#options.patience;
    let maybeMade = false;
    for (let wait = 20; ; wait = Math.min(wait * 2, 1_000)) {
      try {
        return await this.#sendOnce(text, number);
      } catch (error) {
        maybeMade ||= leavesUnknown(error);
        if (!isPassing(error) || this.#closed || Date.now() + wait > deadline) throw outcome(error, maybeMade);
        await pause(wait);
      }
    }
  }

  async #sendOnce(text: string, number: number): Promise<BatchAnswer> {
    const [row] = await this.#options.database.query<{ answer: BatchAnswer }>(
      'SELECT gantry_commit($1::uuid, $2::bigint, $3::jsonb) AS answer',
      this.#writer,
      number,
      text,
    );
    if (!row) throw new Error('gantry_commit returned nothing');
    return row.answer;
  }
}
