// One write at a time for each object of this replica. Writers that would only make each other start over wait instead.
import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectKey } from '@gantry/store/object-store';
import type { Machinery } from './machinery.ts';

/** Milliseconds after which a write no longer waits: the one before it may be waiting for a lost database. */
const patience = 2000;

/** @returns `inTurn` over a queue for each key that has waiting writes */
export function turns(longest = patience): Machinery['inTurn'] {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: ObjectKey, write: () => Promise<T>): Promise<T> => {
    const id = `${key.resource}/${key.namespace}/${key.name}`;
    const before = last.get(id);
    const mine = before ? settled(before, longest).then(write) : write();
    last.set(id, mine);
    try {
      return await mine;
    } finally {
      if (last.get(id) === mine) last.delete(id);
    }
  };
}

/** Waits for a write to end, well or badly, but not for ever. */
async function settled(write: Promise<unknown>, longest: number): Promise<void> {
  const stop = new AbortController();
  const limit = wait(longest, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
  const end = write.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([end, limit]);
  stop.abort();
}
