// A cache of one kind that lists once and then follows the watch; lists anew when the watch's place in the log is gone.
import type { ResourceClient } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { Backoff } from './backoff.ts';
import { ObjectIndex } from './object-index.ts';
import { pause } from './pause.ts';

/** Told after the cache changed; `previous` is absent for a new object, `object` for one that went. */
export type ChangeListener = (change: { object?: KubeObject; previous?: KubeObject }) => void;

export interface InformerOptions {
  client: ResourceClient;
  kind: KindDefinition;
  /** Told of every failed list or watch, before it is tried again. */
  failed: (error: unknown) => void;
}

export class Informer {
  readonly index = new ObjectIndex();
  private readonly listeners: ChangeListener[] = [];
  private readonly options: InformerOptions;
  private readonly backoff = new Backoff();
  private resourceVersion = '';

  constructor(options: InformerOptions) {
    this.options = options;
  }

  onChange(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /**
   * Follows the kind until `signal` aborts.
   * @param synced called once the first list is in the cache
   */
  async run(signal: AbortSignal, synced: () => void): Promise<void> {
    while (!signal.aborted) {
      await this.listAndFollow(signal, synced).catch((error) => this.recover(error, signal));
    }
  }

  private async listAndFollow(signal: AbortSignal, synced: () => void): Promise<void> {
    if (this.resourceVersion === '') await this.relist();
    synced();
    await this.follow(signal);
    this.backoff.forget('');
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.options.failed(error);
    if (isExpired(error)) this.resourceVersion = '';
    await pause(this.backoff.next(''), signal);
  }

  private async relist(): Promise<void> {
    const { client, kind } = this.options;
    const { items, resourceVersion } = await client.list(kind);
    const present = new Set(items.map(({ metadata }) => metadata.uid));
    for (const known of this.index.list()) {
      if (!present.has(known.metadata.uid)) this.drop(known);
    }
    for (const object of items) this.put(object);
    this.resourceVersion = resourceVersion;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { client, kind } = this.options;
    const options = { resourceVersion: this.resourceVersion, signal };
    for await (const event of client.watch(kind, options)) {
      if (event.type === 'BOOKMARK') {
        this.resourceVersion = event.resourceVersion;
        continue;
      }
      if (event.type === 'DELETED') this.drop(event.object);
      else this.put(event.object);
      this.resourceVersion = event.object.metadata.resourceVersion ?? this.resourceVersion;
    }
  }

  private put(object: KubeObject): void {
    const previous = this.index.set(object);
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    this.tell({ object, ...(previous && { previous }) });
  }

  private drop(object: KubeObject): void {
    const previous = this.index.remove(object);
    if (previous) this.tell({ previous });
  }

  private tell(change: Parameters<ChangeListener>[0]): void {
    for (const listener of this.listeners) listener(change);
  }
}

const isExpired = (error: unknown) =>
  error instanceof Error && 'reason' in error && (error.reason === 'Expired' || error.reason === 'Gone');
