// States of a resource at a revision that a chunked list still reads: the store's own immutable arrays, so that
// keeping one costs little. Bounded; what has been dropped is rebuilt from the log.
import { type ObjectStore, type Resource, RevisionGone, type Snapshot } from '@gantry/store/object-store';

const kept = 64;

export interface Snapshots {
  /** Remembers a state that a continue token was given out for. */
  keep(resource: Resource, namespace: string | undefined, snapshot: Snapshot): void;
  /** @returns undefined when the log does not reach back that far */
  at(resource: Resource, namespace: string | undefined, revision: number): Promise<Snapshot | undefined>;
}

export function createSnapshots(store: ObjectStore): Snapshots {
  // A Map keeps the order of insertion: its first key is the one not used for longest.
  const recent = new Map<string, Snapshot>();
  const idOf = (resource: Resource, namespace: string | undefined, revision: number) =>
    // No namespace is called so: names hold no slash, though a URL may ask for any.
    `${resource}/${namespace ?? '/'}@${revision}`;

  const remember = (id: string, snapshot: Snapshot) => {
    recent.delete(id);
    recent.set(id, snapshot);
    const [oldest] = recent.keys();
    if (recent.size > kept && oldest !== undefined) recent.delete(oldest);
  };

  return {
    keep(resource, namespace, snapshot) {
      remember(idOf(resource, namespace, snapshot.revision), snapshot);
    },
    async at(resource, namespace, revision) {
      const id = idOf(resource, namespace, revision);
      const known = recent.get(id);
      const snapshot = known ?? (await rebuild(store, { resource, namespace, revision }));
      if (snapshot) remember(id, snapshot);
      return snapshot;
    },
  };
}

async function rebuild(
  store: ObjectStore,
  { resource, namespace, revision }: { resource: Resource; namespace: string | undefined; revision: number },
): Promise<Snapshot | undefined> {
  try {
    return await store.listAt(resource, revision, namespace);
  } catch (error) {
    if (error instanceof RevisionGone) return undefined;
    throw error;
  }
}
