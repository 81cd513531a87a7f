// Registry.get: one object from the cache.
import { notFound } from '@gantry/api/meta/status-error';
import { keyOf, type Machinery } from './machinery.ts';
import type { Registry } from './registry.ts';
import { parseResourceVersion, waitFor } from './resource-version.ts';

export const getVerb =
  ({ store }: Machinery): Registry['get'] =>
  async (kind, name, { resourceVersion = '' }) => {
    if (resourceVersion !== '') await waitFor(store, parseResourceVersion(resourceVersion));
    const object = store.get(keyOf(kind, name));
    if (!object) throw notFound(kind, name.name);
    return object;
  };
