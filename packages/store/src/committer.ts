// Group commit: while one batch is on its way, writes gather; the next batch takes them all in one round trip and one
// transaction. A batch is numbered, so that it can be sent again after a lost connection without being made twice.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BatchAnswer, type BatchBounds, type PendingWrite, takeBatch } from './batch.ts';
import type { Database } from './database.ts';
import { WriteUnknown } from './object-store.ts';
import { explain, isPassing, neverSent, sqlState } from './store-error.ts';

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
      if (writes.length > 1 && faultOfOneWrite.test(sqlState(error) ?? '')) await this.#makeApart(writes);
      else for (const write of writes) write.reject(error instanceof WriteUnknown ? error : explain(error));
    }
  }

  /** One write is at fault: halves the batch until it stands alone. */
  async #makeApart(writes: PendingWrite[]): Promise<void> {
    const middle = writes.length >>> 1;
    await this.#make(writes.slice(0, middle));
    await this.#make(writes.slice(middle));
  }

  /** Sends a batch until it is answered; the function in the database makes it once. */
  async #send(writes: readonly PendingWrite[], number: number): Promise<BatchAnswer> {
    const text = `[${writes.map((write) => write.text).join(',')}]`;
    const deadline = Math.min(...writes.map(({ since }) => since)) + this.#options.patience;
    let maybeMade = false;
    for (let wait = 20; ; wait = Math.min(wait * 2, 1_000)) {
      try {
        return await this.#sendOnce(text, number);
      } catch (error) {
        if (!isPassing(error)) throw error;
        maybeMade ||= !neverSent(error);
        if (this.#closed || Date.now() + wait > deadline) {
          if (!maybeMade) throw error;
          throw new WriteUnknown('the database was lost while it made the write; whether it did is not known');
        }
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
