// A registry on a real store on a real PostgreSQL, for tests: one server a file, a namespace a test.

import { kinds } from '@gantry/api/kinds';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { type Status, StatusError } from '@gantry/api/meta/status-error';
import type { ObjectStore } from '@gantry/store/object-store';
import { openStore } from '@gantry/store/open-store';
import { startPostgres } from '@gantry/store/testing/postgres';
import { admissionRules } from '../../admission/index.ts';
import { createRegistry } from '../create-registry.ts';
import type { Registry, RequestContext } from '../registry.ts';

export interface RegistryFixture {
  registry: Registry;
  store: ObjectStore;
  /** Milliseconds since the epoch, as the registry sees them; tests move it. */
  clock: { now: number };
  /** Connection string of the database, for a second replica. */
  url: string;
  /** A namespace of the test's own. */
  namespace(): Promise<string>;
  stop(): Promise<void>;
}

/** 2026-01-02T03:04:05.678Z: whole seconds are 03:04:05. */
export const startTime = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export const continueKey = new TextEncoder().encode('a key for tests, the same on all replicas');

export async function startRegistry(): Promise<RegistryFixture> {
  const postgres = await startPostgres();
  const store = await openStore({ url: postgres.url });
  const clock = { now: startTime };
  const registry = registryOn(store, clock);
  let count = 0;
  return {
    registry,
    store,
    clock,
    url: postgres.url,
    async namespace() {
      count += 1;
      const name = `test-${count}`;
      await registry.create(Namespace, '', body({ metadata: { name } }), context());
      return name;
    },
    async stop() {
      await store.close();
      await postgres.stop();
    },
  };
}

/** A replica's registry. */
export const registryOn = (store: ObjectStore, clock = { now: startTime }): Registry =>
  createRegistry({ store, kinds, clock: () => clock.now, admission: admissionRules(store), continueKey });

/** A request body without complaints of its parser. */
export const body = (value: unknown, ...duplicates: string[]) => ({ value, duplicates });

/** A request of the user `tester`, checked strictly. */
export const context = (changes: Partial<RequestContext> = {}): RequestContext => ({
  user: { name: 'tester', groups: [] },
  userAgent: 'kubectl/v1.30.0 (linux/amd64)',
  fieldValidation: 'Strict',
  dryRun: false,
  warnings: [],
  ...changes,
});

/** The Status a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<Status> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StatusError) return error.toStatus();
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A Status of failure as the API writes it. */
export const failure = (code: number, reason: string, ...[message, details]: [string, object?]) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  code,
  reason,
  message,
  ...(details && { details }),
});

/** Creates an object of a kind from its fields. */
export async function make(
  { registry }: Pick<RegistryFixture, 'registry'>,
  kind: KindDefinition,
  object: { metadata: KubeObject['metadata'] } & Record<string, unknown>,
): Promise<KubeObject> {
  const created = await registry.create(kind, object.metadata.namespace ?? '', body(object), context());
  return created.object;
}
