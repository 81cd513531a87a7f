// After a batch was made: brings the cache up to it, then tells each writer, so that everybody reads what they wrote.
import { setTimeout as pause } from 'node:timers/promises';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { BatchAnswer, PendingWrite } from './batch.ts';
import type { CommittedEntry, WatchCache } from './cache/watch-cache.ts';
import type { LogReader } from './log-reader.ts';
import { atRevision } from './object-codec.ts';
import { type ObjectKey, WriteRefused, WriteUnknown } from './object-store.ts';

export interface AcknowledgeOptions {
  cache: WatchCache;
  reader: LogReader;
  /** Milliseconds for which the log is tried when the database does not answer. */
  patience: number;
  /** Reads the log to its end into the cache. */
  catchUp(): Promise<void>;
}

interface MadeWrite {
  write: PendingWrite;
  revision: number;
}

/** Settles every write of an answered batch, once the cache shows what became of it. */
export async function acknowledge(
  writes: readonly PendingWrite[],
  { base, refusals }: BatchAnswer,
  options: AcknowledgeOptions,
): Promise<void> {
  const made = writes
    .filter((_, index) => refusals[index] === null)
    .map((write, index) => ({ write, revision: base + index + 1 }));
  try {
    await settleMade(made, base, options);
  } finally {
    // Only now: whoever tries again after a refusal reads the state that refused him.
    for (const [index, write] of writes.entries()) {
      const refusal = refusals[index];
      if (refusal) write.reject(new WriteRefused(refusal, write.key));
    }
  }
}

async function settleMade(made: readonly MadeWrite[], base: number, options: AcknowledgeOptions): Promise<void> {
  const { cache } = options;
  if (cache.revision < base) await catchUpTo(base, options);
  if (cache.revision === base) {
    const entries = entriesOf(made, cache);
    cache.apply(entries);
    for (const [index, { object }] of entries.entries()) made[index]?.write.resolve(object);
    return;
  }
  await catchUpTo(base + made.length, options);
  for (const { write, revision } of made) write.resolve(await stateAt(write, revision, options));
}

const placeOf = ({ resource, namespace, name }: ObjectKey) => [resource, namespace, name].join('\0');

/** The batch as the log has it; a delete's state is what an earlier write of the batch, or the cache, left. */
function entriesOf(made: readonly MadeWrite[], cache: WatchCache): CommittedEntry[] {
  const states = new Map<string, KubeObject>();
  return made.map(({ write: { key, type, object, text }, revision }) => {
    const state = object ?? states.get(placeOf(key)) ?? cache.get(key);
    if (!state) throw new Error(`${key.resource} ${key.namespace}/${key.name} was deleted but never seen`);
    const present = atRevision(state, revision);
    states.set(placeOf(key), present);
    return { revision, type, key, object: present, size: text.length };
  });
}

/** The write is made: only seeing it may take time. */
async function catchUpTo(revision: number, { cache, catchUp, patience }: AcknowledgeOptions): Promise<void> {
  const deadline = Date.now() + patience;
  for (let wait = 20; cache.revision < revision; wait = Math.min(wait * 2, 1_000)) {
    try {
      await catchUp();
    } catch (error) {
      if (Date.now() + wait > deadline) {
        throw new WriteUnknown('the write was made, but the database was lost before it could be seen', {
          cause: error,
        });
      }
      await pause(wait);
    }
  }
}

/** What the writer is given: the state it made, or the last one of what it deleted. */
async function stateAt(write: PendingWrite, revision: number, options: AcknowledgeOptions): Promise<KubeObject> {
  if (write.object) return atRevision(write.object, revision);
  const { cache, reader } = options;
  const event = cache.eventAt(write.key.resource, revision);
  if (event) return event.object;
  const entries = await reader.after(revision - 1);
  const entry = entries[0];
  if (entry?.revision !== revision) throw new WriteUnknown('the deleted object left the log before it could be read');
  return entry.object;
}
