// The control plane as a process: it says when it is ready or why not, stops in order, and is what it was after a kill.
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '@gantry/store/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, type RunningProcess, startProcess } from './rest/testing/control-plane-process.ts';
import { HttpsClient, watchEvents } from './rest/testing/https-client.ts';

let folder: string;
let home: string;
let postgres: TestPostgres;

beforeAll(async () => {
  [folder, home, postgres] = await Promise.all([bundle(), mkdtemp(join(tmpdir(), 'gantry-home-')), startPostgres()]);
});

afterAll(async () => {
  await postgres.stop();
  for (const path of [folder, home]) await rm(path, { recursive: true, force: true });
});

const environment = () => ({ GANTRY_HOME: home, GANTRY_API_PORT: '0', DATABASE_URL: postgres.url });

async function client({ message }: RunningProcess): Promise<HttpsClient> {
  if (message.type !== 'ready') throw new Error(message.message);
  const read = (name: string) => readFile(join(home, 'pki', name), 'utf8');
  const certificate = { certificate: await read('admin.crt'), key: await read('admin.key') };
  return new HttpsClient({ port: message.port, ca: await read('ca.crt'), certificate });
}

const exitOf = async ({ child }: RunningProcess): Promise<number | null> => {
  const [code] = await once(child, 'exit');
  return code;
};

test('ready with port and phases; the kubeconfig names the port', async () => {
  const running = await startProcess(folder, environment());
  expect(running.message).toMatchObject({
    type: 'ready',
    address: '127.0.0.1',
    port: expect.any(Number),
    phases: { certificates: expect.any(Number), database: expect.any(Number), api: expect.any(Number) },
  });
  const port = running.message.type === 'ready' ? running.message.port : 0;
  expect(await readFile(join(home, 'admin.kubeconfig'), 'utf8')).toContain(`server: https://127.0.0.1:${port}\n`);
  const admin = await client(running);
  const { items } = await admin.json('/api/v1/namespaces');
  const names = items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  expect(names).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  running.child.kill('SIGKILL');
  await exitOf(running);
  admin.close();
});

test.each([
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'disconnect',
] as const)('%s ends watches cleanly, then the process', async (how) => {
  const running = await startProcess(folder, environment());
  const admin = await client(running);
  const events = watchEvents(await admin.open('/api/v1/pods?watch=true&allowWatchBookmarks=true'));
  const ended = exitOf(running);
  if (how === 'disconnect') running.child.disconnect();
  else running.child.kill(how);
  const seen: string[] = [];
  for await (const { type } of events) seen.push(type);
  expect(seen).toEqual(['BOOKMARK']);
  expect(await ended).toBe(0);
  admin.close();
});

test('what was acknowledged is there after kill -9', async () => {
  const first = await startProcess(folder, environment());
  const before = await client(first);
  const path = '/api/v1/namespaces/default/configmaps';
  expect((await before.post(path, { metadata: { name: 'kept' } })).status).toBe(201);
  first.child.kill('SIGKILL');
  await exitOf(first);
  before.close();
  const second = await startProcess(folder, environment());
  const after = await client(second);
  expect(await after.json(`${path}/kept`)).toMatchObject({ metadata: { name: 'kept' } });
  second.child.kill('SIGTERM');
  expect(await exitOf(second)).toBe(0);
  after.close();
});

test.each([
  [{ DATABASE_URL: '' }, 'DATABASE_URL is not set', /connection string/],
  [{ GANTRY_API_PORT: 'x' }, 'GANTRY_API_PORT is "x", which is not a port', /65535/],
  [{ DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, 'the database cannot be reached', /DATABASE_URL/],
  [{ GANTRY_LISTEN: '192.0.2.1' }, '192.0.2.1 is not an address of this machine', /GANTRY_LISTEN/],
])('%j fails with a sentence and a remedy', async (env, message, remedy) => {
  const running = await startProcess(folder, { ...environment(), ...env });
  expect(running.message).toEqual({ type: 'failed', message, remedy: expect.stringMatching(remedy) });
  expect(await exitOf(running)).toBe(1);
  expect(running.errors()).toContain(message);
});

test('a port in use is named', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const running = await startProcess(folder, { ...environment(), GANTRY_API_PORT: String(port) });
  expect(running.message).toMatchObject({ type: 'failed', message: `port ${port} on 127.0.0.1 is in use` });
  expect(await exitOf(running)).toBe(1);
  squatter.close();
});
