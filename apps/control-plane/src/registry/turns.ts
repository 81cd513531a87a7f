// One write at a time for each object of this replica. Writers that would only make each other start over wait instead.
import type { ObjectKey } from '@gantry/store/object-store';
import type { Machinery } from './machinery.ts';

/** @returns `inTurn` over a queue for each key that has waiting writes */
export function turns(): Machinery['inTurn'] {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: ObjectKey, write: () => Promise<T>): Promise<T> => {
    const id = `${key.resource}/${key.namespace}/${key.name}`;
    const before = last.get(id);
    const mine = before ? before.then(write, write) : write();
    last.set(id, mine);
    try {
      return await mine;
    } finally {
      if (last.get(id) === mine) last.delete(id);
    }
  };
}
