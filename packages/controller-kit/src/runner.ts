// Runs controllers: one informer a kind for all of them, one queue a controller, a view, a plan, its changes, retries.
import type { ResourceClient } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { StatusError } from '@gantry/api/meta/status-error';
import { applyChange } from './apply-change.ts';
import { Backoff } from './backoff.ts';
import { type Controller, TerminalError } from './controller.ts';
import { Informer } from './informer.ts';
import { createReads, indexName } from './reads.ts';
import { WorkQueue } from './work-queue.ts';

export interface RunnerOptions {
  controllers: readonly Controller[];
  /** The client a controller acts through, under its own identity. */
  clientFor: (controller: string) => ResourceClient;
  /** The client the shared caches are filled through. */
  informerClient: ResourceClient;
  /** Milliseconds since the epoch. */
  now: () => number;
  log: RunnerLog;
  /** Keys of one controller worked on at a time; 4 when absent. */
  workers?: number;
}

export interface RunnerLog {
  warn(facts: Record<string, unknown>, message: string): void;
}

/** Runs until `signal` aborts; resolves when no work is under way any more. */
export async function runControllers(options: RunnerOptions, signal: AbortSignal): Promise<void> {
  const informers = new Map<KindDefinition, Informer>();
  const queues = new Map<Controller, WorkQueue>();
  for (const controller of options.controllers) {
    const queue = new WorkQueue();
    queues.set(controller, queue);
    connect(controller, queue, (kind) => informerOf(kind, informers, options));
  }
  signal.addEventListener('abort', () => {
    for (const queue of queues.values()) queue.close();
  });
  const following = await startInformers([...informers.values()], signal);
  const working = [...queues].flatMap(([controller, queue]) => {
    const worker = createWorker({ controller, queue, informers, options });
    return Array.from({ length: options.workers ?? 4 }, worker);
  });
  await Promise.all([...working, ...following]);
}

function informerOf(kind: KindDefinition, informers: Map<KindDefinition, Informer>, options: RunnerOptions): Informer {
  const known = informers.get(kind);
  if (known) return known;
  const failed = (error: unknown) =>
    options.log.warn({ kind: kind.kind, error: String(error) }, 'watch failed, retrying');
  const informer = new Informer({ client: options.informerClient, kind, failed });
  informers.set(kind, informer);
  return informer;
}

function connect(controller: Controller, queue: WorkQueue, informer: (kind: KindDefinition) => Informer): void {
  for (const watch of controller.watches) {
    const source = informer(watch.kind);
    for (const [name, values] of Object.entries(watch.indexes ?? {})) {
      source.index.addIndex(indexName(controller, name), values);
    }
    const keysOf = (object: KubeObject | undefined, gone: boolean) => (object ? watch.keys(object, gone) : []);
    source.onChange(({ object, previous }) => {
      for (const key of [...keysOf(previous, object === undefined), ...keysOf(object, false)]) queue.add(key);
    });
  }
}

/** @returns the running informers, once each has its first list */
async function startInformers(informers: readonly Informer[], signal: AbortSignal): Promise<Promise<void>[]> {
  const running: Promise<void>[] = [];
  const synced = informers.map(
    (informer) =>
      new Promise<void>((resolve) => {
        running.push(informer.run(signal, resolve).finally(resolve));
      }),
  );
  await Promise.all(synced);
  return running;
}

interface WorkerOptions {
  controller: Controller;
  queue: WorkQueue;
  informers: ReadonlyMap<KindDefinition, Informer>;
  options: RunnerOptions;
}

function createWorker({ controller, queue, informers, options }: WorkerOptions): () => Promise<void> {
  const client = options.clientFor(controller.name);
  const backoff = new Backoff();
  const reconcile = async (key: string) => {
    const view = await controller.view(key, createReads({ controller, informers, client, now: options.now() }));
    if (view === undefined) return;
    const { changes, requeueAfter } = controller.plan(view);
    for (const change of changes) await applyChange(client, change);
    if (requeueAfter !== undefined) queue.addAfter(key, requeueAfter);
  };
  const retry = (key: string, error: unknown) => {
    const facts = { controller: controller.name, key, error: String(error) };
    if (error instanceof TerminalError) {
      options.log.warn(facts, 'reconcile failed for good');
      return;
    }
    // A conflict says only that the view was old: worth a retry, not a line in the log.
    if (!isConflict(error))
      options.log.warn({ ...facts, failures: backoff.count(key) + 1 }, 'reconcile failed, retrying');
    queue.addAfter(key, backoff.next(key));
  };
  return async () => {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      const taken = key;
      await reconcile(taken).then(
        () => backoff.forget(taken),
        (error) => retry(taken, error),
      );
      queue.done(taken);
    }
  };
}

const isConflict = (error: unknown) => error instanceof StatusError && error.reason === 'Conflict';
