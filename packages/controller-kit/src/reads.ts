// What a controller's view reads: the shared caches under the controller's own indexes, and the present state past them.
import type { ResourceClient } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Controller, Lister, Reads } from './controller.ts';
import type { Informer } from './informer.ts';
import type { ObjectIndex } from './object-index.ts';

/** Two controllers may give different indexes the same name. */
export const indexName = (controller: Controller, index: string) => `${controller.name}/${index}`;

export interface ReadsOptions {
  controller: Controller;
  informers: ReadonlyMap<KindDefinition, Informer>;
  client: ResourceClient;
  now: number;
}

export function createReads({ controller, informers, client, now }: ReadsOptions): Reads {
  return {
    now,
    cached: <T extends KubeObject>(kind: KindDefinition<T>) => lister<T>(controller, kind, informers),
    live: (kind, name) => client.get(kind, name).catch(undefinedWhenMissing),
    liveList: async (kind, namespace) => (await client.list(kind, namespace === undefined ? {} : { namespace })).items,
  };
}

function undefinedWhenMissing(error: unknown): undefined {
  if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
  throw error;
}

function lister<T extends KubeObject>(
  controller: Controller,
  kind: KindDefinition,
  informers: ReadonlyMap<KindDefinition, Informer>,
): Lister<T> {
  const informer = informers.get(kind);
  if (!informer) throw new Error(`controller ${controller.name} reads ${kind.kind} but does not watch it`);
  // Found under its definition, an informer holds objects of that kind; a map cannot say so in types.
  const index = informer.index as ObjectIndex<T>;
  return {
    get: (name) => index.get(name),
    list: (namespace) => index.list(namespace),
    byIndex: (name, value) => index.byIndex(indexName(controller, name), value),
  };
}
