// Caches that lag, for tests of controllers: lists answer with what they answered first, events come late, each kind
// by itself, as from a replica that is behind.
import { setTimeout as pause } from 'node:timers/promises';
import type { ListResult, ResourceClient, WatchEvent } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';

export interface StaleOptions {
  /** Milliseconds by which the next event of a kind is late. */
  lateness: (kind: KindDefinition) => number;
  /** First answers by kind; hand in the same for all restarts, so that each begins with the oldest news. */
  memory: Map<KindDefinition, ListResult<KubeObject>>;
}

/** A client to fill the runner's caches through; reads past the cache are none of its business. */
export function staleReads(client: ResourceClient, { lateness, memory }: StaleOptions): ResourceClient {
  return {
    get: (kind, name) => client.get(kind, name),
    async list<T extends KubeObject>(kind: KindDefinition<T>) {
      const first = memory.get(kind) ?? (await client.list(kind));
      memory.set(kind, first);
      return first as ListResult<T>;
    },
    watch: <T extends KubeObject>(kind: KindDefinition<T>, options: Parameters<ResourceClient['watch']>[1]) =>
      late(client.watch(kind, options), () => lateness(kind)),
    create: (kind, object) => client.create(kind, object),
    update: (kind, object, options) => client.update(kind, object, options),
    patch: (kind, name, ...rest) => client.patch(kind, name, ...rest),
    delete: (kind, name, options) => client.delete(kind, name, options),
  };
}

async function* late<T>(events: AsyncIterable<WatchEvent<T>>, lateness: () => number): AsyncIterable<WatchEvent<T>> {
  for await (const event of events) {
    await pause(lateness());
    yield event;
  }
}
