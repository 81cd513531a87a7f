// The store's contract, on a real PostgreSQL.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCipher } from './cipher.ts';
import { type ObjectStore, RevisionGone, type StoreEvent, WriteRefused } from './object-store.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { author, create, key, makeObject, namespaceKey, remove, type TestObject, update } from './testing/objects.ts';
import { startPostgres, type TestPostgres } from './testing/postgres.ts';

let postgres: TestPostgres;
let store: ObjectStore;
const opened: ObjectStore[] = [];

async function open(options: Partial<StoreOptions> = {}): Promise<ObjectStore> {
  const another = await openStore({ url: postgres.url, ...options });
  opened.push(another);
  return another;
}

async function sql<Row>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const refusal = (error: unknown) => (error instanceof WriteRefused ? error.refusal : error);
const names = (items: readonly TestObject[]) => items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

beforeAll(async () => {
  postgres = await startPostgres();
});

beforeEach(async () => {
  await sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  store = await open();
  await store.commit(create(namespaceKey('default')), author);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

afterAll(() => postgres.stop());

describe('writes', () => {
  test('create, update and delete each take the next revision and are read back at once', async () => {
    const a = key('a');
    const created = await store.commit(create(a, { data: { x: '1' } }), author);
    expect(created.metadata.resourceVersion).toBe('2');
    expect(store.get(a)).toEqual(created);
    const updated = await store.commit(update(a, created, { data: { x: '2' } }), author);
    expect(updated).toMatchObject({ data: { x: '2' }, metadata: { resourceVersion: '3' } });
    expect(store.get(a)).toEqual(updated);
    const deleted = await store.commit(remove(a, updated), author);
    expect(deleted).toEqual({ ...updated, metadata: { ...updated.metadata, resourceVersion: '4' } });
    expect(store.get(a)).toBeUndefined();
    expect(store.revision).toBe(4);
  });

  test('a write whose precondition does not hold is refused and changes nothing', async () => {
    const a = key('a');
    const created = await store.commit(create(a), author);
    const commit = (write: Parameters<ObjectStore['commit']>[0]) => store.commit(write, author).catch(refusal);
    expect(await commit(create(a))).toBe('exists');
    expect(await commit(create(key('a', 'nowhere')))).toBe('namespace-missing');
    expect(await commit(update(key('b'), created, {}))).toBe('missing');
    expect(await commit({ ...update(a, created, {}), expected: 1 } as Parameters<typeof commit>[0])).toBe('changed');
    expect(await commit({ type: 'delete', key: a, expected: 1 })).toBe('changed');
    expect(await commit({ type: 'delete', key: key('b'), expected: 1 })).toBe('missing');
    expect(store.revision).toBe(2);
    expect(await sql('select current::int from revision')).toEqual([{ current: 2 }]);
  });

  test('a namespace on its way out takes nothing new, and lets go of what it has', async () => {
    const ending = namespaceKey('ending');
    const namespace = await store.commit(create(ending), author);
    const inside = await store.commit(create(key('a', 'ending')), author);
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    await store.commit(update(ending, namespace, { metadata: { ...namespace.metadata, deletionTimestamp } }), author);
    const late = await store.commit(create(key('late', 'ending')), author).catch(refusal);
    expect(late).toBe('namespace-terminating');
    const kept = await store.commit(update(key('a', 'ending'), inside, { data: { x: '1' } }), author);
    await store.commit(remove(key('a', 'ending'), kept), author);
    expect(store.list('configmaps', 'ending').items).toEqual([]);
  });

  test('a process with another encryption key is refused before it writes anything', async () => {
    const withKey = (bytes: Uint8Array) => createCipher({ keys: [{ id: 'k1', bytes }], fields: { secrets: ['data'] } });
    const right = randomBytes(32);
    const first = await openStore({ url: postgres.url, cipher: withKey(right) });
    await first.close();
    await expect(openStore({ url: postgres.url, cipher: withKey(randomBytes(32)) })).rejects.toThrow(
      'the database was written with another encryption key; put back the key that this database was used with',
    );
    const again = await openStore({ url: postgres.url, cipher: withKey(right) });
    await again.close();
  });

  test('writes to one object within a batch are made one after the other', async () => {
    const a = key('a');
    const made = makeObject(a);
    const results = await Promise.all([
      store.commit({ type: 'create', key: a, object: made }, author),
      store.commit(
        { type: 'update', key: a, object: { ...made, data: { x: '1' } } as TestObject, expected: 2 },
        author,
      ),
      store.commit({ type: 'delete', key: a, expected: 3 }, author),
      store.commit({ type: 'create', key: a, object: makeObject(a) }, author),
    ]);
    expect(results.map(({ metadata }) => metadata.resourceVersion)).toEqual(['2', '3', '4', '5']);
    expect(results[2]).toMatchObject({ data: { x: '1' } });
    expect(await sql('select count(*)::int as batches, max(batch)::int as last from writers')).toEqual([
      { batches: 1, last: 2 },
    ]);
  });

  test("a fence lets writes pass only in the lease's term", async () => {
    const lease = key('leader', 'default', 'leases.coordination.k8s.io');
    const held = await store.commit(create(lease, { spec: { holderIdentity: 'me' } }), author);
    const fence = { namespace: 'default', name: 'leader', holder: 'me', term: 0 };
    await store.commit(create(key('a')), { ...author, fence });
    await store.commit(update(lease, held, { spec: { holderIdentity: 'me', leaseTransitions: 1 } }), author);
    expect(await store.commit(create(key('b')), { ...author, fence }).catch(refusal)).toBe('fenced');
    await store.commit(create(key('b')), { ...author, fence: { ...fence, term: 1 } });
    const stranger = { ...fence, term: 1, holder: 'other' };
    expect(await store.commit(create(key('c')), { ...author, fence: stranger }).catch(refusal)).toBe('fenced');
  });

  test('one write that PostgreSQL cannot take does not harm the others of its batch', async () => {
    const writes = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      store.commit(create(key(name), { data: { x: name === 'c' ? 'broken \ud800' : 'fine' } }), author),
    );
    const outcome = await Promise.allSettled(writes);
    expect(outcome.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(store.revision).toBe(5);
  });

  test('objects come back as they were, NUL and __proto__ too, also in another process', async () => {
    const data = JSON.parse(
      '{"__proto__": "p", "constructor": "c", "nul": "a\\u0000b\\u001a0\\\\u0000", "a\\u0000": ""}',
    );
    const created = await store.commit(create(key('odd'), { data }), author);
    expect(JSON.stringify(created)).toContain('"__proto__":"p"');
    const other = await open();
    const read = other.get(key('odd')) as TestObject;
    expect(read).toEqual(created);
    expect(Object.entries(read.data ?? {}).sort()).toEqual(Object.entries(data).sort());
    expect(await sql(`select object->'metadata' ? 'resourceVersion' as kept from objects`)).toContainEqual({
      kept: false,
    });
  });

  test('of sealed fields nothing reaches the database in plain, neither the objects nor the log', async () => {
    const cipher = createCipher({ keys: [{ id: 'k1', bytes: randomBytes(32) }], fields: { secrets: ['data'] } });
    store = await open({ cipher });
    const place = key('s', 'default', 'secrets');
    const s1 = await store.commit(create(place, { data: { password: 'aHVudGVyMg' } }), author);
    await store.commit(update(place, s1, { data: { password: 'bmV3ZXI' } }), author);
    const [dump] = await sql<{ text: string }>(
      `SELECT string_agg(t.x, '') AS text FROM (
         SELECT o::text AS x FROM objects o UNION ALL SELECT l::text FROM watch_log l UNION ALL SELECT w::text FROM writers w
       ) AS t`,
    );
    expect(dump?.text).toContain('k1:');
    expect(dump?.text).not.toMatch(/aHVudGVyMg|bmV3ZXI|password/);
    const other = await open({ cipher, recent: { events: 1, size: 1e6 } });
    expect(other.get(place)).toMatchObject({ data: { password: 'bmV3ZXI' } });
    expect((await other.history(place, 5))[1]).toMatchObject({ object: s1 });
    expect((await other.listAt('secrets', 2)).items).toEqual([s1]);
  });

  test("the caller's object may change afterwards without harm", async () => {
    const object = makeObject(key('a'), { data: { x: '1' } });
    await store.commit({ type: 'create', key: key('a'), object }, author);
    object.data = { x: 'changed' };
    object.metadata.name = 'other';
    expect(store.get(key('a'))).toMatchObject({ metadata: { name: 'a' }, data: { x: '1' } });
  });
});

describe('reads', () => {
  test('a list is in byte order and stays as it was when the store changes', async () => {
    await Promise.all(['b-ns', 'a'].map((name) => store.commit(create(namespaceKey(name)), author)));
    for (const [namespace, name] of [
      ['b-ns', 'x'],
      ['a', 'z'],
      ['a', 'a.b'],
      ['a', 'a-b'],
      ['a', 'a'],
    ]) {
      await store.commit(create(key(name ?? '', namespace)), author);
    }
    const before = store.list('configmaps');
    expect(names(before.items)).toEqual(['a/a', 'a/a-b', 'a/a.b', 'a/z', 'b-ns/x']);
    expect(names(store.list('configmaps', 'a').items)).toEqual(['a/a', 'a/a-b', 'a/a.b', 'a/z']);
    const first = before.items[0];
    if (first) await store.commit(remove(key('a', 'a'), first), author);
    expect(before.items).toHaveLength(5);
    expect(names(store.list('configmaps', 'a').items)).toEqual(['a/a-b', 'a/a.b', 'a/z']);
  });

  test.each([
    ['memory', 10_000],
    ['log', 1],
  ])('listAt rebuilds earlier states from %s', async (_, events) => {
    store = await open({ recent: { events, size: 1e6 } });
    const a = await store.commit(create(key('a'), { data: { x: '1' } }), author);
    const b = await store.commit(create(key('b')), author);
    await store.commit(update(key('a'), a, { data: { x: '2' } }), author);
    await store.commit(remove(key('b'), b), author);
    await store.commit(create(key('c')), author);
    const at = async (revision: number) => (await store.listAt('configmaps', revision)).items;
    expect(await at(1)).toEqual([]);
    expect(await at(3)).toEqual([a, b]);
    expect(names(await at(4))).toEqual(['default/a', 'default/b']);
    expect((await at(4))[0]).toMatchObject({ data: { x: '2' } });
    expect(names(await at(5))).toEqual(['default/a']);
    expect(names(await at(6))).toEqual(['default/a', 'default/c']);
    expect(await store.listAt('configmaps', 6, 'elsewhere')).toEqual({ items: [], revision: 6 });
  });

  test('history tells who changed what, newest first', async () => {
    const a = await store.commit(create(key('a'), { data: { x: '1' } }), author);
    await store.commit(update(key('a'), a, { data: { x: '2' } }), { author: { user: 'bob', via: 'kubectl' } });
    const history = await store.history(key('a'), 10);
    expect(history).toMatchObject([
      { revision: 3, type: 'MODIFIED', user: 'bob', via: 'kubectl', object: { data: { x: '2' } } },
      { revision: 2, type: 'ADDED', user: 'ann', via: 'test', object: { data: { x: '1' } } },
    ]);
    expect(Math.abs(Date.now() - (history[0]?.at ?? 0))).toBeLessThan(60_000);
    expect(await store.history(key('a'), 1)).toHaveLength(1);
  });
});

describe('watches', () => {
  test.each([
    ['memory', 10_000],
    ['log', 1],
  ])('events resume from %s, then go on live, with the state before', async (_, events) => {
    store = await open({ recent: { events, size: 1e6 } });
    const a = await store.commit(create(key('a'), { data: { x: '1' } }), author);
    const b = await store.commit(update(key('a'), a, { data: { x: '2' } }), author);
    await store.commit(create(key('p', 'default', 'pods')), author);
    const seen: StoreEvent[] = [];
    const subscription = await store.subscribe(
      'configmaps',
      1,
      (batch) => seen.push(...batch),
      () => undefined,
    );
    const c = await store.commit(remove(key('a'), b), author);
    subscription.close();
    await store.commit(create(key('z')), author);
    expect(seen).toEqual([
      { type: 'ADDED', revision: 2, key: key('a'), object: a },
      { type: 'MODIFIED', revision: 3, key: key('a'), object: b, previous: a },
      { type: 'DELETED', revision: 5, key: key('a'), object: c, previous: b },
    ]);
  });

  test('writes of another process arrive, and a revision can be waited for', async () => {
    const other = await open({ poll: 60_000 });
    const seen: number[] = [];
    await other.subscribe(
      'configmaps',
      other.revision,
      (batch) => seen.push(...batch.map((e) => e.revision)),
      () => undefined,
    );
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.commit(create(key(`n${i}`)), author)));
    await other.caughtUp(51);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i + 2));
    expect(other.list('configmaps').items).toHaveLength(50);
    await expect(other.caughtUp(1e9, AbortSignal.timeout(10))).rejects.toThrow('aborted');
  });

  test('whoever is refused for a change of another process reads that change', async () => {
    const other = await open({ poll: 60_000 });
    let mine = await store.commit(create(key('a')), author);
    await other.caughtUp(2);
    for (let i = 0; i < 20; i++) {
      const stale = other.get(key('a')) ?? mine;
      mine = await store.commit(update(key('a'), mine, { data: { i: String(i) } }), author);
      const outcome = await other.commit(update(key('a'), stale, { data: {} }), author).catch(refusal);
      if (outcome === 'changed') expect(other.get(key('a'))).toEqual(mine);
      else expect(stale).toEqual(mine);
    }
    expect(other.revision).toBe(22);
  });

  test('a listener that throws ends its own subscription only', async () => {
    const reasons: string[] = [];
    const seen: number[] = [];
    const fail = () => {
      throw new Error('broken watcher');
    };
    await store.subscribe('configmaps', 1, fail, ({ message }) => reasons.push(message));
    await store.subscribe(
      'configmaps',
      1,
      (batch) => seen.push(batch.length),
      () => undefined,
    );
    await store.commit(create(key('a')), author);
    await store.commit(create(key('b')), author);
    expect(reasons).toEqual(['broken watcher']);
    expect(seen).toEqual([1, 1]);
  });
});

describe('compaction', () => {
  test('keeps the last versions, the deletion and what watches need; older revisions are gone', async () => {
    store = await open({ retention: 0, versions: 2, recent: { events: 1, size: 1e6 } });
    let a = await store.commit(create(key('a')), author);
    for (let i = 0; i < 5; i++) a = await store.commit(update(key('a'), a, { data: { i: String(i) } }), author);
    const b = await store.commit(create(key('b')), author);
    await store.commit(remove(key('b'), b), author);
    const horizon = await store.compact();
    expect(horizon).toBe(store.revision);
    expect((await store.history(key('a'), 10)).map(({ revision }) => revision)).toEqual([7, 6]);
    expect((await store.history(key('b'), 10)).map(({ type }) => type)).toEqual(['DELETED', 'ADDED']);
    await expect(
      store.subscribe(
        'configmaps',
        horizon - 1,
        () => undefined,
        () => undefined,
      ),
    ).rejects.toThrow(RevisionGone);
    await expect(store.listAt('configmaps', horizon - 1)).rejects.toThrow(RevisionGone);
    expect((await store.listAt('configmaps', horizon)).items).toEqual([a]);
    const changed = await store.commit(update(key('a'), a, { data: {} }), author);
    await store.commit(create(key('c')), author);
    const seen: StoreEvent[] = [];
    await store.subscribe(
      'configmaps',
      horizon,
      (batch) => seen.push(...batch),
      () => undefined,
    );
    expect(seen[0]).toEqual({ type: 'MODIFIED', revision: horizon + 1, key: key('a'), object: changed, previous: a });
  });

  test('forgets deleted objects when their time is over, and keeps all within the retention', async () => {
    const b = await store.commit(create(key('b')), author);
    await store.commit(remove(key('b'), b), author);
    expect(await store.compact()).toBe(0);
    expect(await store.history(key('b'), 10)).toHaveLength(2);
    store = await open({ retention: 0, deletedRetention: 0 });
    await Promise.all([store.compact(), store.compact()]);
    expect(await store.history(key('b'), 10)).toEqual([]);
    expect(await store.history(namespaceKey('default'), 10)).toHaveLength(1);
  });
});
