// Objects that own each other, on a real registry, for tests of the controllers that follow ownership.

import type { DeleteOptions, Propagation, ResourceClient } from '@gantry/api/client/resource-client';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject, OwnerReference } from '@gantry/api/meta/object-meta';
import { runControllers } from '@gantry/controller-kit/runner';
import type { Fence, ObjectStore } from '@gantry/store/object-store';
import { createRegistryClient } from '../../registry/client.ts';
import type { Registry } from '../../registry/registry.ts';
import { body, context } from '../../registry/testing/registry-fixture.ts';
import { controllers } from '../index.ts';

export interface Replica {
  registry: Registry;
  store: ObjectStore;
}

export interface NewObject {
  kind?: KindDefinition;
  owners?: readonly OwnerReference[];
  finalizers?: readonly string[];
}

/** A reference to an owner; it blocks the owner's foreground deletion. */
export const ownedBy = ({ apiVersion, kind, metadata }: KubeObject, block = true): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name ?? '',
  uid: metadata.uid ?? '',
  blockOwnerDeletion: block,
});

/** A client of the control plane's own, as main.ts makes them. */
export const clientOn = (registry: Registry, name: string, fence?: Fence): ResourceClient =>
  createRegistryClient(registry, {
    user: { name: `system:${name}`, groups: ['system:masters'] },
    userAgent: name,
    ...(fence && { fence: () => fence }),
    authorize: () => undefined,
  });

/** What the runner needs to run every controller on a replica. */
export const runnerOn = ({ registry }: Pick<Replica, 'registry'>, fence?: Fence) => ({
  controllers,
  clientFor: (name: string) => clientOn(registry, name, fence),
  informerClient: clientOn(registry, 'controllers'),
  now: Date.now,
  log: { warn: () => undefined },
});

/** Runs every controller. @returns stops them */
export function startControllers(replica: Pick<Replica, 'registry'>): () => Promise<void> {
  const end = new AbortController();
  const running = runControllers(runnerOn(replica), end.signal);
  return async () => {
    end.abort();
    await running;
  };
}

let count = 0;

/** One namespace and what lies in it, seen and changed through one replica. */
export class Scene {
  readonly namespace: string;
  readonly #replica: Replica;

  private constructor(replica: Replica, namespace: string) {
    this.#replica = replica;
    this.namespace = namespace;
  }

  static async start(replica: Replica): Promise<Scene> {
    count += 1;
    const name = `scene-${count}`;
    await replica.registry.create(Namespace, '', body({ metadata: { name } }), context());
    return new Scene(replica, name);
  }

  /** The same scene through another replica. */
  through(replica: Replica): Scene {
    return new Scene(replica, this.namespace);
  }

  async make(name: string, { kind = ConfigMap, owners = [], finalizers = [] }: NewObject = {}): Promise<KubeObject> {
    const metadata = { name, ownerReferences: [...owners], finalizers: [...finalizers] };
    const namespace = kind.scope === 'Namespaced' ? this.namespace : '';
    const { object } = await this.#replica.registry.create(kind, namespace, body({ metadata }), context());
    return object;
  }

  async remove(name: string, propagationPolicy: Propagation, kind: KindDefinition = ConfigMap): Promise<void> {
    const options: DeleteOptions = { propagationPolicy };
    await this.#replica.registry.delete({ kind, name: this.#nameOf(kind, name) }, options, context());
  }

  async removeNamespace(): Promise<void> {
    await this.#replica.registry.delete(
      { kind: Namespace, name: { namespace: '', name: this.namespace } },
      {},
      context(),
    );
  }

  /** Takes all finalizers off, as those who set them would. */
  async free(name: string, kind: KindDefinition = ConfigMap): Promise<void> {
    await this.change(name, { metadata: { finalizers: null } }, kind);
  }

  /** Merges a patch into an object. */
  async change(name: string, merged: object, kind: KindDefinition = ConfigMap): Promise<void> {
    const patch = { type: 'merge', body: body(merged), force: false } as const;
    await this.#replica.registry.patch({ kind, name: this.#nameOf(kind, name) }, patch, context());
  }

  get(name: string, kind: KindDefinition = ConfigMap): KubeObject | undefined {
    return this.#replica.store.get({ resource: kind.resource, ...this.#nameOf(kind, name) });
  }

  theNamespace(): KubeObject | undefined {
    return this.#replica.store.get({ resource: 'namespaces', namespace: '', name: this.namespace });
  }

  /** Names of the config maps there. */
  names(): string[] {
    const { items } = this.#replica.store.list(ConfigMap.resource, this.namespace);
    return items.map(({ metadata }) => metadata.name ?? '');
  }

  #nameOf(kind: KindDefinition, name: string) {
    return { namespace: kind.scope === 'Namespaced' ? this.namespace : '', name };
  }
}
