// Puts the registry together, a verb a file.
import { createVerb } from './create.ts';
import { deleteCollectionVerb, deleteVerb } from './delete.ts';
import { getVerb } from './get.ts';
import { listVerb } from './list.ts';
import type { Machinery, RegistryOptions } from './machinery.ts';
import { patchVerb } from './patch.ts';
import type { Registry } from './registry.ts';
import { createSnapshots } from './snapshots.ts';
import { turns } from './turns.ts';
import { updateVerb } from './update.ts';
import { watchVerb } from './watch.ts';

/** The registry over a store. Holds no state of its own but what speeds it up. */
export function createRegistry(options: RegistryOptions): Registry {
  const machinery: Machinery = { ...options, snapshots: createSnapshots(options.store), inTurn: turns() };
  return {
    get: getVerb(machinery),
    list: listVerb(machinery),
    watch: watchVerb(machinery),
    create: createVerb(machinery),
    update: updateVerb(machinery),
    patch: patchVerb(machinery),
    delete: deleteVerb(machinery),
    deleteCollection: deleteCollectionVerb(machinery),
  };
}
