// Commits while PostgreSQL goes away: what is acknowledged is made once, what is refused is not made, and only what
// nobody can know is unknown.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type ObjectStore, WriteUnknown } from './object-store.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { StoreError } from './store-error.ts';
import { author, create, key, namespaceKey } from './testing/objects.ts';
import { startPostgres, type TestPostgres } from './testing/postgres.ts';

let postgres: TestPostgres;
let store: ObjectStore;

async function open(options: Partial<StoreOptions> = {}): Promise<void> {
  store = await openStore({ url: postgres.url, ...options });
}

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Holds back every commit until the client ends. */
async function holdCommits(): Promise<Client> {
  const client = await connect();
  await client.query('BEGIN; SELECT * FROM revision FOR UPDATE');
  return client;
}

async function commitUnderWay(): Promise<void> {
  const client = await connect();
  for (;;) {
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%gantry_commit%'`;
    if ((await client.query(waiting)).rows.length > 0) break;
    await pause(10);
  }
  await client.end();
}

async function logged(): Promise<string[]> {
  const client = await connect();
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM watch_log WHERE resource = 'configmaps'`);
  await client.end();
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  postgres = await startPostgres();
});

beforeEach(async () => {
  const client = await connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.end();
  await open();
  await store.commit(create(namespaceKey('default')), author);
  await store.close();
});

afterEach(() => store.close());

afterAll(() => postgres.stop());

test('a commit whose connection is cut is made once', async () => {
  await open();
  const holder = await holdCommits();
  const commit = store.commit(create(key('a')), author);
  await commitUnderWay();
  const watcher = await connect();
  await watcher.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%gantry_commit%' AND pid <> pg_backend_pid()`,
  );
  await watcher.end();
  await holder.end();
  expect((await commit).metadata.resourceVersion).toBe('2');
  expect(await logged()).toEqual(['a']);
});

test('a commit whose answer is lost on the way is made once and acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-proxy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  let isDeaf = false;
  const links: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connectSocket(join(postgres.folder, '.s.PGSQL.5432'));
    links.push(client);
    client.pipe(server).on('error', () => client.destroy());
    server.on('data', (data) => isDeaf || client.write(data));
    server.on('close', () => client.destroy());
    client.on('error', () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(join(folder, '.s.PGSQL.5432'), resolve));
  store = await openStore({ url: `postgresql://gantry@localhost/postgres?host=${encodeURIComponent(folder)}` });
  const seen: number[] = [];
  await store.subscribe(
    'configmaps',
    1,
    (events) => seen.push(...events.map(({ revision }) => revision)),
    () => undefined,
  );
  isDeaf = true;
  const commits = ['a', 'b'].map((name) => store.commit(create(key(name)), author));
  while ((await logged()).length < 2) await pause(10);
  isDeaf = false;
  for (const link of links.splice(0)) link.destroy();
  expect((await Promise.all(commits)).map(({ metadata }) => metadata.resourceVersion)).toEqual(['2', '3']);
  expect(await logged()).toEqual(['a', 'b']);
  expect(seen).toEqual([2, 3]);
  await store.close();
  proxy.close();
});

test('a batch that was made is answered again, not made again; an earlier one is refused', async () => {
  await open();
  await store.commit(create(key('a')), author);
  const client = await connect();
  const { rows } = await client.query<{ id: string; batch: number; result: unknown }>(
    'SELECT id, batch::int, result FROM writers ORDER BY last_seen DESC LIMIT 1',
  );
  const { id, batch = 0, result } = rows[0] ?? {};
  const again = `SELECT gantry_commit($1, $2, '[{"op": "ADDED", "r": "configmaps", "ns": "default", "n": "b"}]') AS answer`;
  expect((await client.query<{ answer: unknown }>(again, [id, batch])).rows).toEqual([{ answer: result }]);
  await expect(client.query(again, [id, batch - 1])).rejects.toThrow('came after batch');
  await client.end();
  expect(await logged()).toEqual(['a']);
});

test('reads go on during a restart of the server, and a commit waits for its end', async () => {
  await open();
  await store.commit(create(key('a')), author);
  await postgres.kill9();
  expect(store.list('configmaps').items).toHaveLength(1);
  const commit = store.commit(create(key('b')), author);
  await postgres.restart();
  await commit;
  expect(store.list('configmaps').items).toHaveLength(2);
  expect(await logged()).toEqual(['a', 'b']);
});

test('a server that stays away: never sent is an error with a remedy, sent is unknown', async () => {
  await open({ patience: 300 });
  await holdCommits();
  const unknown = store.commit(create(key('a')), author);
  await commitUnderWay();
  await postgres.kill9();
  await expect(unknown).rejects.toThrow(WriteUnknown);
  const refused = await store.commit(create(key('b')), author).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreError);
  expect(String(refused)).toContain('the database cannot be reached; see that it runs');
  await postgres.restart();
  await store.commit(create(key('c')), author);
  expect(await logged()).toEqual(['c']);
});

async function execute(text: string): Promise<void> {
  const client = await connect();
  await client.query('SET default_transaction_read_only = off').then(() => client.query(text));
  await client.end();
}

test('a database that turned read-only is said so, and the writes go on when it is over', async () => {
  await open({ patience: 300 });
  await execute(`ALTER DATABASE postgres SET default_transaction_read_only = on`);
  await execute(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gantry%'`);
  await expect(store.commit(create(key('a')), author)).rejects.toThrow(
    /^the database is read-only; point DATABASE_URL/,
  );
  await execute(`ALTER DATABASE postgres RESET default_transaction_read_only`);
  await execute(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gantry%'`);
  await store.commit(create(key('b')), author);
  expect(await logged()).toEqual(['b']);
});

test('a full disk is said so at once, to every write of the batch', async () => {
  await open();
  await execute(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON watch_log EXECUTE FUNCTION full_disk()`);
  const outcome = await Promise.allSettled(['a', 'b'].map((name) => store.commit(create(key(name)), author)));
  for (const each of outcome) {
    expect(each).toMatchObject({
      reason: { message: expect.stringMatching(/^the disk of the database is full; free/) },
    });
  }
  await execute('DROP TRIGGER full_disk ON watch_log');
  await store.commit(create(key('c')), author);
  expect(await logged()).toEqual(['c']);
});

test('a store that is closed takes nothing more', async () => {
  await open();
  await store.close();
  await expect(store.commit(create(key('a')), author)).rejects.toThrow('the store is closed');
});

test('a cache that lost touch with the log starts anew and ends its subscriptions', async () => {
  await open({ poll: 100 });
  const ended: string[] = [];
  await store.subscribe(
    'configmaps',
    1,
    () => undefined,
    (reason) => ended.push(reason.name),
  );
  const client = await connect();
  // As after a long sleep: what came next has been compacted away.
  await client.query(`INSERT INTO watch_log SELECT 5, resource, namespace, 'late', 'u', type, NULL, object, '', '', now() FROM watch_log;
    UPDATE revision SET current = 5`);
  await client.end();
  await store.caughtUp(5);
  expect(ended).toEqual(['RevisionGone']);
});
