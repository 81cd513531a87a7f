// A ResourceClient over a map, for tests of what stands on top of one: versions, conflicts, watches, and failures on order.
import type { ListOptions, ObjectName, Patch, ResourceClient, WatchEvent } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { alreadyExists, conflict, expired, notFound, objectModified } from '@gantry/api/meta/status-error';
import { applyMergePatch } from '@gantry/api/patch/merge-patch';

interface Logged {
  kind: string;
  event: Exclude<WatchEvent<KubeObject>, { type: 'BOOKMARK' }>;
}

export class FakeClient implements ResourceClient {
  /** Every write made, as `verb Kind namespace/name`. */
  readonly writes: string[] = [];
  /** Called before each write; throws to let it fail. */
  beforeWrite: (write: string) => void = () => undefined;
  private readonly objects = new Map<string, KubeObject>();
  private readonly log: Logged[] = [];
  private readonly wakeups = new Set<() => void>();
  private compacted = 0;

  /** Forgets the log: watches from before now are answered with Expired. */
  compact(): void {
    this.compacted = this.log.length;
    this.wake();
  }

  async get<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName): Promise<T> {
    const found = this.objects.get(keyOf(kind, name));
    if (!found) throw notFound(kind, name.name);
    return found as T;
  }

  async list<T extends KubeObject>(kind: KindDefinition<T>, { namespace }: ListOptions = {}) {
    const items = [...this.objects.values()].filter(
      (object) => object.kind === kind.kind && (namespace === undefined || object.metadata.namespace === namespace),
    );
    return { items: items as T[], resourceVersion: String(this.log.length) };
  }

  async *watch<T extends KubeObject>(
    kind: KindDefinition<T>,
    { resourceVersion, signal }: { resourceVersion: string; signal: AbortSignal },
  ): AsyncIterable<WatchEvent<T>> {
    let next = Number(resourceVersion);
    while (!signal.aborted) {
      if (next < this.compacted) throw expired('too old resource version');
      for (; next < this.log.length; next += 1) {
        const logged = this.log[next];
        if (logged?.kind === kind.kind) yield logged.event as WatchEvent<T>;
      }
      await this.nextWrite(signal);
    }
  }

  async create<T extends KubeObject>(kind: KindDefinition<T>, object: T): Promise<T> {
    const name = { namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
    if (this.objects.has(keyOf(kind, name))) throw alreadyExists(kind, name.name);
    const uid = object.metadata.uid ?? `uid-${this.log.length + 1}`;
    return this.write('create', kind, { ...object, metadata: { ...object.metadata, uid } });
  }

  async update<T extends KubeObject>(kind: KindDefinition<T>, object: T): Promise<T> {
    const name = { namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
    const live = await this.get(kind, name);
    const expected = object.metadata.resourceVersion;
    if (expected !== undefined && expected !== live.metadata.resourceVersion) {
      throw conflict(kind, name.name, objectModified);
    }
    return this.write('update', kind, object);
  }

  async patch<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName, { body }: Patch): Promise<T> {
    const live = await this.get(kind, name);
    return this.update(kind, applyMergePatch(live, body) as T);
  }

  async delete<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName): Promise<void> {
    await this.write('delete', kind, await this.get(kind, name));
  }

  private write<T extends KubeObject>(verb: 'create' | 'update' | 'delete', kind: KindDefinition<T>, object: T): T {
    const name = { namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
    const write = `${verb} ${kind.kind} ${name.namespace}/${name.name}`;
    this.beforeWrite(write);
    const metadata = { ...object.metadata, resourceVersion: String(this.log.length + 1) };
    const written: T = { ...object, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
    const type = ({ create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' } as const)[verb];
    if (verb === 'delete') this.objects.delete(keyOf(kind, name));
    else this.objects.set(keyOf(kind, name), written);
    this.log.push({ kind: kind.kind, event: { type, object: written } });
    this.writes.push(write);
    this.wake();
    return written;
  }

  private wake(): void {
    for (const wakeup of this.wakeups) wakeup();
  }

  private nextWrite(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.wakeups.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.wakeups.add(end);
      signal.addEventListener('abort', end);
    });
  }
}

const keyOf = (kind: KindDefinition, { namespace, name }: ObjectName) => `${kind.resource}/${namespace}/${name}`;
