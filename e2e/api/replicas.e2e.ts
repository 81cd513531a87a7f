// Two control planes on one database behave as one: order, freshness, tokens, conflicts, names, resumed watches.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { databaseOf, endGantry, type GantryProcess, replicaHome, startGantry } from '../gantry-command.ts';
import { ApiClient, accessOf, type Json, newNamespace } from './api-client.ts';
import { WatchRecorder } from './watch-recorder.ts';

let home = '';
let replica: GantryProcess;
let one: ApiClient;
let two: ApiClient;
let configMaps = '';
const used: string[] = [];

beforeAll(async () => {
  home = await replicaHome(inject('gantryHome'));
  const database = await databaseOf(inject('gantryHome'));
  replica = await startGantry('server', { GANTRY_HOME: home, DATABASE_URL: database });
  one = await ApiClient.administrator();
  const access = await accessOf(join(home, 'admin.kubeconfig'));
  two = new ApiClient(access, access.administrator);
});
beforeEach(async () => {
  const namespace = await newNamespace(one);
  used.push(namespace);
  configMaps = `${namespace}/configmaps`;
  await two.get(`${configMaps}?resourceVersion=${await version(one)}`);
});
afterAll(async () => {
  for (const namespace of used) await one.delete(namespace);
  one.close();
  two.close();
  await endGantry(replica, 'SIGTERM');
  await rm(home, { recursive: true });
});

const version = async (client: ApiClient): Promise<string> => (await client.get(configMaps)).metadata.resourceVersion;
const create = (client: ApiClient, name: string, data: Record<string, string> = {}): Promise<Json> =>
  client.post(configMaps, { metadata: { name }, data });
const revisionOf = ({ metadata }: Json) => Number(metadata.resourceVersion);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const eventually = (what: () => unknown) => expect.poll(what, { timeout: 20_000, interval: 10 });

/** Sends a PUT. @returns the status code */
const put = async (client: ApiClient, object: Json): Promise<number> => {
  const path = `${configMaps}/${object.metadata.name}`;
  return (await client.send(path, { method: 'PUT', type: 'application/json', body: JSON.stringify(object) })).status;
};

/** The object once this replica has seen a newer version. */
const newer = async (client: ApiClient, { metadata }: Json): Promise<Json> => {
  const path = `${configMaps}/${metadata.name}?resourceVersion=${Number(metadata.resourceVersion) + 1}`;
  return client.get(path);
};

test('the writes of both reach the watches of both, once each, in one order', async () => {
  const from = await version(one);
  const recorders = [one, two].map((client) => new WatchRecorder(() => client, configMaps, from));
  const write = async (client: ApiClient, writer: string) => {
    await create(client, writer);
    for (const step of numbers(8)) await client.patch(`${configMaps}/${writer}`, { data: { step: String(step) } });
    await client.delete(`${configMaps}/${writer}`);
  };
  await Promise.all(numbers(16).map((writer) => write(writer % 2 === 0 ? one : two, `writer-${writer}`)));
  await eventually(() => recorders.map(({ events }) => events.length)).toEqual([160, 160]);
  const [first, second] = recorders.map(({ events }) => events);
  expect(second).toEqual(first);
  const revisions = first?.map(({ revision }) => revision) ?? [];
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  for (const recorder of recorders) await recorder.stop();
});

test('a list after a write through the same replica shows it', async () => {
  const writeAndList = async (client: ApiClient, name: string) => {
    const written = await create(client, name);
    const { metadata, items } = await client.get(configMaps);
    expect(Number(metadata.resourceVersion)).toBeGreaterThanOrEqual(revisionOf(written));
    expect(items.map((item: Json) => item.metadata.name)).toContain(name);
    await client.delete(`${configMaps}/${name}`);
    expect((await client.send(`${configMaps}/${name}`)).status).toBe(404);
  };
  await Promise.all(
    numbers(12).map(async (writer) => {
      for (const step of numbers(5)) await writeAndList(writer % 2 === 0 ? one : two, `w${writer}-${step}`);
    }),
  );
});

test('a read that names a version the other handed out waits for it', async () => {
  for (const step of numbers(30)) {
    const [writer, reader] = step % 2 === 0 ? [one, two] : [two, one];
    const written = await create(writer, `fresh-${step}`);
    const path = `${configMaps}?resourceVersion=${revisionOf(written)}`;
    const [{ items }, read] = await Promise.all([
      reader.get(path),
      reader.get(`${configMaps}/fresh-${step}?resourceVersion=${revisionOf(written)}`),
    ]);
    expect(items.map((item: Json) => item.metadata.name)).toContain(`fresh-${step}`);
    expect(read).toEqual(written);
  }
});

test('a version that nobody handed out yet is waited for, then refused', async () => {
  const ahead = Number(await version(one)) + 100_000;
  const { status, json } = await two.send(`${configMaps}?resourceVersion=${ahead}`);
  expect([status, json.reason, json.details.causes[0].reason]).toEqual([504, 'Timeout', 'ResourceVersionTooLarge']);
});

test('a list begun at one goes on at the other, at the version it began with', async () => {
  await Promise.all(numbers(30).map((number) => create(one, `item-${String(number).padStart(2, '0')}`)));
  const first = await one.get(`${configMaps}?limit=10`);
  await create(one, 'item-99');
  await two.delete(`${configMaps}/item-25`);
  const second = await two.get(`${configMaps}?limit=10&continue=${first.metadata.continue}`);
  const third = await one.get(`${configMaps}?limit=20&continue=${second.metadata.continue}`);
  const pages = [first, second, third];
  expect(pages.map(({ metadata }) => metadata.resourceVersion)).toEqual(
    pages.map(() => first.metadata.resourceVersion),
  );
  const names = pages.flatMap(({ items }) => items.map((item: Json) => item.metadata.name));
  expect(names).toEqual(numbers(30).map((number) => `item-${String(number).padStart(2, '0')}`));
  expect(third.metadata.continue).toBeUndefined();
});

test('of two writers who start from the same version never both win', async () => {
  let object = await create(one, 'contested', { count: '0' });
  for (let round = 0; round < 40; round += 1) {
    const by = (who: string) => ({ ...object, data: { count: String(round + 1), who } });
    const codes = await Promise.all([put(one, by('one')), put(two, by('two'))]);
    expect(codes.sort()).toEqual([200, 409]);
    const found = await Promise.all([one, two].map((client) => newer(client, object)));
    expect(found[0]).toEqual(found[1]);
    object = found[0];
  }
  expect(object.data.count).toBe('40');
});

test('a counter that both raise by optimistic concurrency loses no step', async () => {
  await create(one, 'counter', { count: '0' });
  const raise = async (client: ApiClient) => {
    for (;;) {
      const object = await client.get(`${configMaps}/counter`);
      const count = String(Number(object.data.count) + 1);
      if ((await put(client, { ...object, data: { count } })) === 200) return;
    }
  };
  await two.get(`${configMaps}?resourceVersion=${await version(one)}`);
  await Promise.all(
    numbers(8).map(async (worker) => {
      for (let step = 0; step < 5; step += 1) await raise(worker % 2 === 0 ? one : two);
    }),
  );
  expect((await two.get(`${configMaps}/counter?resourceVersion=${await version(one)}`)).data.count).toBe('40');
});

test('of two who create the same name one is told that it exists', async () => {
  const rounds = numbers(40).map(async (number) => {
    const body = JSON.stringify({ metadata: { name: `same-${number}` } });
    const sent = { method: 'POST', type: 'application/json', body };
    const codes = await Promise.all([one.send(configMaps, sent), two.send(configMaps, sent)]);
    expect(codes.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
  await Promise.all(rounds);
});

test('generated names never clash, however many ask for one at both', async () => {
  const made: Json[] = await Promise.all(
    numbers(200).map((number) => (number % 2 === 0 ? one : two).post(configMaps, { metadata: { generateName: 'x-' } })),
  );
  const names = new Set(made.map(({ metadata }) => metadata.name));
  expect(names.size).toBe(200);
  const { items } = await two.get(`${configMaps}?resourceVersion=${await version(one)}`);
  expect(new Set(items.map((item: Json) => item.metadata.name))).toEqual(names);
});

test('a watch that changes replicas over and over misses nothing and sees nothing twice', async () => {
  let turn = 0;
  const next = () => (turn++ % 2 === 0 ? one : two);
  const wanderer = new WatchRecorder(next, configMaps, await version(one));
  const resident = new WatchRecorder(() => one, configMaps, await version(one));
  await Promise.all(
    numbers(6).map(async (writer) => {
      for (const step of numbers(40)) {
        await create(writer % 2 === 0 ? one : two, `w${writer}-${step}`);
        if (step % 5 === 0) wanderer.interrupt();
      }
    }),
  );
  await eventually(() => [wanderer.events.length, resident.events.length]).toEqual([240, 240]);
  expect(wanderer.events).toEqual(resident.events);
  expect(wanderer.opened).toBeGreaterThan(5);
  expect(wanderer.refusals).toEqual([]);
  await Promise.all([wanderer.stop(), resident.stop()]);
});

test('a namespace deleted through one takes what was created through the other', async () => {
  const namespace = await newNamespace(two);
  const name = namespace.split('/').at(-1);
  await Promise.all(
    numbers(20).map((number) => two.post(`${namespace}/configmaps`, { metadata: { name: `n${number}` } })),
  );
  await two.delete(namespace);
  await eventually(async () => (await one.send(namespace)).status).toBe(404);
  await eventually(async () => (await two.send(namespace)).status).toBe(404);
  const { items } = await one.get('/api/v1/configmaps');
  expect(items.filter((item: Json) => item.metadata.namespace === name)).toEqual([]);
});
