// Lists and watches on the wire: order, resuming, bookmarks, selectors, chunks that stay consistent.
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApiClient, type Json, newNamespace } from './api-client.ts';

let client: ApiClient;
let configMaps = '';
const used: string[] = [];

beforeAll(async () => {
  client = await ApiClient.administrator();
});
beforeEach(async () => {
  const namespace = await newNamespace(client);
  used.push(namespace);
  configMaps = `${namespace}/configmaps`;
});
afterAll(async () => {
  for (const namespace of used) await client.delete(namespace);
  client.close();
});

const create = (name: string, labels: Record<string, string> = {}, data: Record<string, string> = {}): Promise<Json> =>
  client.post(configMaps, { metadata: { name, labels }, data });
const version = async (): Promise<string> => (await client.get(configMaps)).metadata.resourceVersion;

async function* events(response: IncomingMessage): AsyncGenerator<Json> {
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

const watch = async (query: string): Promise<AsyncGenerator<Json>> =>
  events(await client.open(`${configMaps}?watch=true&${query}`));

/** The next events; the watch goes on. */
async function take(stream: AsyncGenerator<Json>, count: number): Promise<Json[]> {
  const taken: Json[] = [];
  while (taken.length < count) {
    const { value, done } = await stream.next();
    if (done) throw new Error(`the watch ended after ${taken.length} of ${count} events`);
    taken.push(value);
  }
  return taken;
}

const brief = ({ type, object }: Json) => `${type} ${object.metadata.name}`;
const versionOf = ({ object }: Json) => Number(object.metadata.resourceVersion);

test('events come once each, in the order of their versions, though many write at once', async () => {
  const stream = await watch(`resourceVersion=${await version()}`);
  const writer = async (name: string) => {
    await create(name);
    for (let step = 1; step <= 8; step += 1)
      await client.patch(`${configMaps}/${name}`, { data: { step: String(step) } });
    await client.delete(`${configMaps}/${name}`);
  };
  const names = Array.from({ length: 8 }, (_, index) => `w${index}`);
  const [taken] = await Promise.all([take(stream, 80), ...names.map(writer)]);
  const versions = taken?.map(versionOf) ?? [];
  expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
  for (const name of names) {
    const own = taken?.filter(({ object }) => object.metadata.name === name) ?? [];
    expect(own.map(({ type }) => type)).toEqual(['ADDED', ...Array(8).fill('MODIFIED'), 'DELETED']);
    expect(own.map(({ object }) => object.data?.step)).toEqual([undefined, ...'12345678', '8']);
  }
  await stream.return(undefined);
});

test('a watch resumes behind any version it has seen', async () => {
  const from = await version();
  for (const name of ['a', 'b', 'c', 'd']) await create(name);
  await client.delete(`${configMaps}/b`);
  const whole = await take(await watch(`resourceVersion=${from}`), 5);
  expect(whole.map(brief)).toEqual(['ADDED a', 'ADDED b', 'ADDED c', 'ADDED d', 'DELETED b']);
  for (const [index, event] of whole.slice(0, -1).entries()) {
    const rest = await take(await watch(`resourceVersion=${versionOf(event)}`), whole.length - index - 1);
    expect(rest).toEqual(whole.slice(index + 1));
  }
});

test('without a version a watch begins with what is there', async () => {
  await create('a');
  await create('b');
  for (const query of ['', 'resourceVersion=0']) {
    const stream = await watch(query);
    expect((await take(stream, 2)).map(brief).sort()).toEqual(['ADDED a', 'ADDED b']);
    await create('c');
    expect((await take(stream, 1)).map(brief)).toEqual(['ADDED c']);
    await client.delete(`${configMaps}/c`);
    await stream.return(undefined);
  }
});

test('sendInitialEvents: what is there, then a bookmark that says so, then changes', async () => {
  await create('a');
  const stream = await watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
  const [added, bookmark] = await take(stream, 2);
  expect(brief(added)).toBe('ADDED a');
  expect(bookmark).toMatchObject({
    type: 'BOOKMARK',
    object: {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        annotations: { 'k8s.io/initial-events-end': 'true' },
        resourceVersion: expect.stringMatching(/^\d+$/),
      },
    },
  });
  await create('b');
  expect((await take(stream, 1)).map(brief)).toEqual(['ADDED b']);
  await stream.return(undefined);
});

test('timeoutSeconds ends a watch, behind a bookmark for who asked', async () => {
  const begun = performance.now();
  const stream = await watch(`timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=${await version()}`);
  const seen: Json[] = [];
  for await (const event of stream) seen.push(event);
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(seen.at(-1)).toMatchObject({ type: 'BOOKMARK' });
  await create('later');
  const resumed = await watch(`resourceVersion=${seen.at(-1).object.metadata.resourceVersion}`);
  expect((await take(resumed, 1)).map(brief)).toEqual(['ADDED later']);
  await resumed.return(undefined);
});

test('an object that comes to match a selector is ADDED, one that ceases to is DELETED', async () => {
  await create('a', { app: 'x' });
  await create('b', { app: 'y' });
  const stream = await watch(`labelSelector=app%3Dx&resourceVersion=${await version()}`);
  const label = (name: string, app: string | null) =>
    client.patch(`${configMaps}/${name}`, { metadata: { labels: { app } } });
  await label('b', 'x');
  await client.patch(`${configMaps}/b`, { data: { changed: '1' } });
  await label('a', 'y');
  await client.patch(`${configMaps}/a`, { data: { unseen: '1' } });
  await label('b', null);
  await label('a', 'x');
  await client.delete(`${configMaps}/a`);
  const taken = await take(stream, 6);
  expect(taken.map(brief)).toEqual(['ADDED b', 'MODIFIED b', 'DELETED a', 'DELETED b', 'ADDED a', 'DELETED a']);
  expect(versionOf(taken[2])).toBeGreaterThan(versionOf(taken[1]));
  await stream.return(undefined);
});

test('a version from the future is waited for, then refused', async () => {
  const ahead = Number(await version()) + 1_000_000;
  const { status, json } = await client.send(`${configMaps}?resourceVersion=${ahead}`);
  expect(status).toBe(504);
  expect(json).toMatchObject({ reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } });
});

test('an unreadable version ends a watch before it begins', async () => {
  const { status, json } = await client.send(`${configMaps}?watch=1&resourceVersion=abc`);
  expect(status).toBe(400);
  expect(json).toMatchObject({ kind: 'Status', reason: 'BadRequest' });
});

test('chunks show one moment, though others write meanwhile', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `n${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => create(name)));
  const seen: Json[] = [];
  const versions = new Set<string>();
  const remaining: number[] = [];
  let token = '';
  do {
    const page = await client.get(`${configMaps}?limit=10${token && `&continue=${encodeURIComponent(token)}`}`);
    seen.push(...page.items);
    versions.add(page.metadata.resourceVersion);
    remaining.push(page.metadata.remainingItemCount ?? 0);
    token = page.metadata.continue ?? '';
    await client.delete(`${configMaps}/n${24 - seen.length / 5}`);
    await create(`n${seen.length}-new`);
    await client.patch(`${configMaps}/n24`, { data: { changed: String(seen.length) } });
  } while (token !== '');
  expect(seen.map(({ metadata }) => metadata.name)).toEqual(names);
  expect(seen.at(-1).data).toBe(undefined);
  expect([...versions]).toHaveLength(1);
  expect(remaining).toEqual([15, 5, 0]);
  const after = await take(await watch(`resourceVersion=${[...versions][0]}`), 9);
  expect(after.filter(({ type }) => type === 'DELETED')).toHaveLength(3);
});

test('a continue token of one list is none of another', async () => {
  await create('a');
  await create('b');
  const { metadata } = await client.get(`${configMaps}?limit=1`);
  const elsewhere = configMaps.replace('configmaps', 'secrets');
  const { status } = await client.send(`${elsewhere}?limit=1&continue=${encodeURIComponent(metadata.continue)}`);
  expect(status).toBe(400);
});

test('exact versions of the past can be listed', async () => {
  await create('a');
  const then = await version();
  await client.delete(`${configMaps}/a`);
  const { status, json } = await client.send(`${configMaps}?resourceVersion=${then}&resourceVersionMatch=Exact`);
  expect([200, 410]).toContain(status);
  if (status === 200) expect(json.items.map(({ metadata }: Json) => metadata.name)).toEqual(['a']);
});

test('long lists are compressed for those who take it', async () => {
  const text = 'some text '.repeat(10_000);
  for (const name of ['a', 'b', 'c']) await create(name, {}, { text });
  const plain = await client.send(configMaps);
  const zipped = await client.send(configMaps, { headers: { 'accept-encoding': 'gzip' } });
  expect(plain.headers['content-encoding']).toBe(undefined);
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 10);
  expect(JSON.parse(gunzipSync(zipped.bytes).toString()).items).toEqual(plain.json.items);
});
