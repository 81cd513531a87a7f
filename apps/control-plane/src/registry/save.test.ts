import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { alreadyExists } from '@gantry/api/meta/status-error';
import { openStore } from '@gantry/store/open-store';
import { startPostgres, type TestPostgres } from '@gantry/store/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdmissionRule } from '../admission/admission.ts';
import { createRegistry } from './create-registry.ts';
import { withMeta } from './object-parts.ts';
import { body, context, continueKey, failure, refusal, startTime } from './testing/registry-fixture.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** A registry whose writes pass one rule. */
async function ruledBy(admit: AdmissionRule['admit'], patience = 30_000) {
  const store = await openStore({ url: postgres.url, patience });
  const admission = [{ name: 'rule', admit }];
  const registry = createRegistry({ store, kinds: [ConfigMap], clock: () => startTime, admission, continueKey });
  const create = (metadata: object) => registry.create(ConfigMap, 'any', body({ metadata }), context({ dryRun: true }));
  return { store, registry, create };
}

describe('names made by the server', () => {
  /** Says of the first so many names that they are taken. */
  function taken(count: number) {
    const tried: string[] = [];
    const admit: AdmissionRule['admit'] = async ({ kind, name }) => {
      tried.push(name.name);
      if (tried.length <= count) throw alreadyExists(kind, name.name);
      return undefined;
    };
    return { tried, admit };
  }

  it('are tried eight times', async () => {
    const { tried, admit } = taken(7);
    const { store, create } = await ruledBy(admit);
    const { object } = await create({ generateName: 'a-' });
    expect(object.metadata.name).toBe(tried[7]);
    expect(new Set(tried).size).toBe(8);
    await store.close();
  });

  it('end with the clash when all are taken', async () => {
    const { tried, admit } = taken(8);
    const { store, create } = await ruledBy(admit);
    const status = await refusal(create({ generateName: 'a-' }));
    const name = tried.at(-1) ?? '';
    expect(status).toEqual(
      failure(
        409,
        'AlreadyExists',
        `configmaps "${name}" already exists, the server was not able to generate a unique name for the object`,
        { name, kind: 'configmaps', retryAfterSeconds: 1 },
      ),
    );
    await store.close();
  });
});

describe('admission', () => {
  it('reshapes what is stored', async () => {
    const { store, create } = await ruledBy(
      async ({ object }) => object && withMeta(object, { labels: { by: 'rule' } }),
    );
    expect((await create({ name: 'a' })).object.metadata.labels).toEqual({ by: 'rule' });
    await store.close();
  });
});

describe('without its database', () => {
  it('a write is refused with what is wrong, and may be tried again', async () => {
    const { store, registry } = await ruledBy(async () => undefined, 300);
    await postgres.kill9();
    const create = () => refusal(registry.create(ConfigMap, 'any', body({ metadata: { name: 'a' } }), context()));
    // A backend may outlive its server for a moment, and answer that there is no such namespace.
    await expect.poll(async () => (await create()).code, { timeout: 10_000 }).not.toBe(404);
    const status = await create();
    expect([503, 504]).toContain(status.code);
    expect(status.details).toEqual({ retryAfterSeconds: 1 });
    await store.close();
  });
});
