// ResourceClient over the registry, for controllers, hub and console: the same checks and rights as a REST request.
import type {
  DeleteOptions,
  ListOptions,
  ListResult,
  ObjectName,
  Patch,
  ResourceClient,
  WatchEvent,
  WriteOptions,
} from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { Fence } from '@gantry/store/object-store';
import type { PatchRequest, Registry, RequestContext, UserInfo, WriteTarget } from './registry.ts';
import { watchEvents } from './watch-events.ts';

/** What a client is about to do, in the words of authorization. */
interface Access {
  type: 'resource';
  verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  group: string;
  version: string;
  /** Plural name. */
  resource: string;
  subresource: string;
  /** Empty for cluster-wide kinds and for all namespaces. */
  namespace: string;
  /** Empty for lists and creates. */
  name: string;
  fieldSelector: string;
}

export interface ClientIdentity {
  user: UserInfo;
  /** Its first word becomes the field manager. */
  userAgent: string;
  /** Asked for each write: the leader's lease and term, while it leads. */
  fence?: () => Fence | undefined;
  /** Lets an access pass or throws `StatusError`, as in front of every route. */
  authorize(user: UserInfo, access: Access): void | Promise<void>;
}

/** A client that acts under one identity. */
export const createRegistryClient = (registry: Registry, identity: ClientIdentity): ResourceClient =>
  new RegistryClient(registry, identity);

interface Asked {
  kind: KindDefinition;
  name: ObjectName;
  subresource?: string;
}

class RegistryClient implements ResourceClient {
  readonly #registry: Registry;
  readonly #identity: ClientIdentity;

  constructor(registry: Registry, identity: ClientIdentity) {
    this.#registry = registry;
    this.#identity = identity;
  }

  async get<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName): Promise<T> {
    await this.#ask('get', { kind, name });
    return ofKind<T>(await this.#registry.get(kind, name, {}));
  }

  async list<T extends KubeObject>(kind: KindDefinition<T>, options: ListOptions = {}): Promise<ListResult<T>> {
    await this.#ask('list', { kind, name: { namespace: options.namespace ?? '', name: '' } }, options.fieldSelector);
    const { items, resourceVersion } = await this.#registry.list(kind, options);
    return { items: items.map((object) => ofKind<T>(object)), resourceVersion };
  }

  async *watch<T extends KubeObject>(
    kind: KindDefinition<T>,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncGenerator<WatchEvent<T>> {
    await this.#ask('watch', { kind, name: { namespace: options.namespace ?? '', name: '' } }, options.fieldSelector);
    const { signal, ...query } = options;
    for await (const event of watchEvents(this.#registry, { kind, query, signal })) {
      yield event.type === 'BOOKMARK' ? event : { type: event.type, object: ofKind<T>(event.object) };
    }
  }

  async create<T extends KubeObject>(kind: KindDefinition<T>, object: T): Promise<T> {
    const { namespace = '' } = object.metadata;
    await this.#ask('create', { kind, name: { namespace, name: '' } });
    const { object: created } = await this.#registry.create(kind, namespace, bodyOf(object), this.#context());
    return ofKind<T>(created);
  }

  async update<T extends KubeObject>(kind: KindDefinition<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const { namespace = '', name = '' } = object.metadata;
    const target = targetOf(kind, { namespace, name }, options);
    await this.#ask('update', target);
    return ofKind<T>((await this.#registry.update(target, bodyOf(object), this.#context())).object);
  }

  async patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    name: ObjectName,
    ...[patch, options = {}]: [Patch, WriteOptions?]
  ): Promise<T> {
    const target = targetOf(kind, name, options);
    await this.#ask('patch', target);
    const context = { ...this.#context(), ...(patch.type === 'apply' && { fieldManager: patch.fieldManager }) };
    return ofKind<T>((await this.#registry.patch(target, requestOf(patch), context)).object);
  }

  async delete<T extends KubeObject>(
    kind: KindDefinition<T>,
    name: ObjectName,
    options: DeleteOptions = {},
  ): Promise<void> {
    await this.#ask('delete', { kind, name });
    await this.#registry.delete({ kind, name }, options, this.#context());
  }

  async #ask(verb: Access['verb'], { kind, name, subresource = '' }: Asked, fieldSelector = ''): Promise<void> {
    const { group, version, plural: resource } = kind;
    await this.#identity.authorize(this.#identity.user, {
      type: 'resource',
      verb,
      group,
      version,
      resource,
      subresource,
      ...name,
      fieldSelector,
    });
  }

  #context(): RequestContext {
    const { user, userAgent } = this.#identity;
    const fence = this.#identity.fence?.();
    return { user, userAgent, fieldValidation: 'Strict', dryRun: false, warnings: [], ...(fence && { fence }) };
  }
}

/** The registry decodes by the kind's schema, of which `T` is the type. */
const ofKind = <T extends KubeObject>(object: KubeObject): T => object as T;

const bodyOf = (value: unknown) => ({ value, duplicates: [] });

const requestOf = (patch: Patch): PatchRequest => ({
  type: patch.type,
  body: bodyOf(patch.body),
  force: patch.type === 'apply' && patch.force,
});

const targetOf = (kind: KindDefinition, name: ObjectName, { subresource }: WriteOptions): WriteTarget => ({
  kind,
  name,
  ...(subresource && { subresource }),
});
