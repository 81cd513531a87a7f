import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { openStore } from '@gantry/store/open-store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ListPage, ListQuery, Registry } from './registry.ts';
import {
  body,
  context,
  failure,
  make,
  type RegistryFixture,
  refusal,
  registryOn,
  startRegistry,
} from './testing/registry-fixture.ts';

let fixture: RegistryFixture;
let namespace: string;
beforeAll(async () => {
  fixture = await startRegistry();
});
beforeEach(async () => {
  namespace = await fixture.namespace();
});
afterAll(() => fixture.stop());

const names = (items: readonly KubeObject[]) => items.map(({ metadata }) => metadata.name);

const add = (name: string, labels: Record<string, string> = {}) =>
  make(fixture, ConfigMap, { metadata: { name, namespace, labels } });

const remove = (name: string) => fixture.registry.delete({ kind: ConfigMap, name: { namespace, name } }, {}, context());

const list = (query: ListQuery = {}, registry: Registry = fixture.registry) =>
  registry.list(ConfigMap, { namespace, ...query });

/** Reads on until there is no more. */
async function rest(page: ListPage, query: ListQuery, registry?: Registry): Promise<ListPage[]> {
  const pages = [page];
  for (let token = page.continue; token; token = pages.at(-1)?.continue) {
    pages.push(await list({ ...query, continue: token }, registry));
  }
  return pages;
}

async function addMany(count: number): Promise<string[]> {
  const made = Array.from({ length: count }, (_, index) => `c${String(index).padStart(3, '0')}`);
  await Promise.all(made.map((name, index) => add(name, { third: String(index % 3 === 0) })));
  return made;
}

describe('a list', () => {
  it('has what is there, in order, at one revision', async () => {
    for (const name of ['b', 'a-b', 'a', 'a.b']) await add(name);
    const page = await list();
    expect(names(page.items)).toEqual(['a', 'a-b', 'a.b', 'b']);
    expect(page).toEqual({ items: page.items, resourceVersion: String(fixture.store.revision) });
    expect(names((await list({ labelSelector: '' })).items)).toHaveLength(4);
  });

  it('of all namespaces stands in order of namespace, then name', async () => {
    await add('z');
    const other = await fixture.namespace();
    await make(fixture, ConfigMap, { metadata: { name: 'a', namespace: other } });
    const { items } = await fixture.registry.list(ConfigMap, {});
    const keys = items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(keys.indexOf(`${namespace}/z`)).toBeLessThan(keys.indexOf(`${other}/a`));
  });

  it('has only what its selectors choose', async () => {
    await add('a', { app: 'x' });
    await add('b', { app: 'y' });
    expect(names((await list({ labelSelector: 'app in (x)' })).items)).toEqual(['a']);
    expect(names((await list({ fieldSelector: 'metadata.name=b' })).items)).toEqual(['b']);
    expect(names((await list({ fieldSelector: 'metadata.name!=b' })).items)).toEqual(['a']);
    expect(names((await list({ fieldSelector: 'metadata.name=b', labelSelector: 'app=x' })).items)).toEqual([]);
    const everywhere = await fixture.registry.list(ConfigMap, { fieldSelector: `metadata.namespace=${namespace}` });
    expect(names(everywhere.items)).toEqual(['a', 'b']);
    const one = await fixture.registry.list(Namespace, { fieldSelector: `metadata.name=${namespace}` });
    expect(names(one.items)).toEqual([namespace]);
  });

  it('with a selector that is none is refused', async () => {
    expect(await refusal(list({ labelSelector: 'a=(' }))).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect(await refusal(list({ fieldSelector: 'spec.x=1' }))).toMatchObject({ code: 400, reason: 'BadRequest' });
  });
});

describe('chunks', () => {
  it('show one state, whatever is written between them', async () => {
    const made = await addMany(25);
    const first = await list({ limit: 10 });
    expect(names(first.items)).toEqual(made.slice(0, 10));
    expect(first.remainingItemCount).toBe(15);
    await remove('c012');
    await add('c0125');
    const pages = await rest(first, { limit: 10 });
    expect(pages.flatMap(({ items }) => names(items))).toEqual(made);
    expect(pages.map(({ remainingItemCount }) => remainingItemCount)).toEqual([15, 5, undefined]);
    expect(new Set(pages.map(({ resourceVersion }) => resourceVersion)).size).toBe(1);
  });

  it('of a selection do not say how many remain, and end without an empty page', async () => {
    const made = await addMany(12);
    const query = { limit: 2, labelSelector: 'third=true' };
    const pages = await rest(await list(query), query);
    expect(pages.map(({ items }) => names(items))).toEqual([
      [made[0], made[3]],
      [made[6], made[9]],
    ]);
    expect(pages.every((page) => page.remainingItemCount === undefined)).toBe(true);
  });

  it('are read on through another replica', async () => {
    const made = await addMany(8);
    const first = await list({ limit: 5 });
    await remove('c006');
    const other = await openStore({ url: fixture.url });
    try {
      const pages = await rest(first, { limit: 5 }, registryOn(other));
      expect(pages.flatMap(({ items }) => names(items))).toEqual(made);
    } finally {
      await other.close();
    }
  });

  it('of a state that the log forgot go on where it is remembered, and elsewhere end with a token that goes on without it', async () => {
    const made = await addMany(8);
    const first = await list({ limit: 5 });
    const forgetful = await openStore({ url: fixture.url, retention: 0, recent: { events: 1, size: 1 } });
    try {
      const own = registryOn(forgetful);
      const kept = await list({ limit: 5 }, own);
      await remove('c006');
      await forgetful.caughtUp(fixture.store.revision);
      await expect.poll(() => forgetful.compact()).toBeGreaterThan(Number(first.resourceVersion));
      const pages = await rest(kept, { limit: 5 }, own);
      expect(pages.flatMap(({ items }) => names(items))).toEqual(made);
      const registry = registryOn(forgetful);
      const status = await refusal(list({ limit: 5, continue: first.continue ?? '' }, registry));
      expect(status).toMatchObject({ code: 410, reason: 'Expired', metadata: { continue: expect.any(String) } });
      expect(status.message).toMatch(
        /^The provided continue parameter is too old to display a consistent list result\. /,
      );
      const last = await list({ limit: 5, continue: status.metadata.continue ?? '' }, registry);
      expect(names(last.items)).toEqual(made.slice(5).filter((name) => name !== 'c006'));
      expect(
        await refusal(list({ resourceVersion: first.resourceVersion, resourceVersionMatch: 'Exact' }, registry)),
      ).toEqual(failure(410, 'Expired', 'The resourceVersion for the provided list is too old.'));
    } finally {
      await forgetful.close();
    }
  });

  it.each([
    ['invented', () => 'bm9uc2Vuc2U'],
    ['not even base64', () => '%%%'],
    ['of another list', (token: string) => token],
  ])('with a token that is %s are refused', async (_, tokenOf) => {
    await addMany(3);
    const { continue: token = '' } = await fixture.registry.list(ConfigMap, { limit: 1 });
    expect(await refusal(list({ continue: tokenOf(token) }))).toEqual(
      failure(400, 'BadRequest', 'continue key is not valid: it was not made by this server for this list'),
    );
  });

  it('do not take a version beside the token', async () => {
    await addMany(3);
    const { continue: token = '' } = await list({ limit: 1 });
    expect(await refusal(list({ continue: token, resourceVersion: '5' }))).toEqual(
      failure(400, 'BadRequest', 'specifying resource version is not allowed when using continue'),
    );
  });
});

describe('the version asked for', () => {
  it('exactly, shows the state as it was', async () => {
    await add('a');
    const then = (await list()).resourceVersion;
    await add('b');
    await remove('a');
    const exact = await list({ resourceVersion: then, resourceVersionMatch: 'Exact' });
    expect(names(exact.items)).toEqual(['a']);
    expect(exact.resourceVersion).toBe(then);
    expect(names((await list({ resourceVersion: then, limit: 5 })).items)).toEqual(['a']);
  });

  it('or newer, shows the state as it is', async () => {
    await add('a');
    const then = (await list()).resourceVersion;
    await add('b');
    expect(
      names((await list({ resourceVersion: then, resourceVersionMatch: 'NotOlderThan', limit: 5 })).items),
    ).toEqual(['a', 'b']);
    expect(names((await list({ resourceVersion: then })).items)).toEqual(['a', 'b']);
    expect(names((await list({ resourceVersion: '0' })).items)).toEqual(['a', 'b']);
  });

  it('that is no version is refused', async () => {
    const message =
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax';
    expect(await refusal(list({ resourceVersion: 'x' }))).toEqual(failure(400, 'BadRequest', message));
    const get = fixture.registry.get(Namespace, { namespace: '', name: namespace }, { resourceVersion: 'x' });
    expect(await refusal(get)).toEqual(failure(400, 'BadRequest', message));
  });

  it('that nobody has seen yet is waited for, then refused', async () => {
    const current = fixture.store.revision;
    expect(await refusal(list({ resourceVersion: '999999999' }))).toEqual(
      failure(504, 'Timeout', `Timeout: Too large resource version: 999999999, current: ${current}`, {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      }),
    );
  });

  it('that comes in time is waited for', async () => {
    const page = list({ resourceVersion: String(fixture.store.revision + 1) });
    await add('a');
    expect(names((await page).items)).toEqual(['a']);
  });
});

describe('a body', () => {
  it('of a list is not kept from anybody: pages share the store’s own arrays', async () => {
    await add('a');
    const update = { ...(await add('b')), data: { a: 'b' } };
    const page = await list();
    await fixture.registry.update({ kind: ConfigMap, name: { namespace, name: 'b' } }, body(update), context());
    expect(page.items[1]).not.toHaveProperty('data');
  });
});
