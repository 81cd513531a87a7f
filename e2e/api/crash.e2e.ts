// Everything is killed with SIGKILL while clients write and watch: control planes, PostgreSQL, the starter. What was
// acknowledged stays, watches that resume miss nothing, and the API is back within a bound.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  controlPlaneOf,
  databaseOf,
  endGantry,
  type GantryProcess,
  postgresOf,
  replicaHome,
  startGantry,
} from '../gantry-command.ts';
import { type Access, ApiClient, accessOf, type Json } from './api-client.ts';
import { ConfigMapWriter } from './config-map-writer.ts';
import { WatchRecorder } from './watch-recorder.ts';

const soak = process.env.GANTRY_SOAK === '1';
/** Rounds of: control plane, PostgreSQL, control plane, starter. */
const rounds = soak ? 40 : 2;
/** Kills of the replica beside it: of control planes 20 or 200 in all. */
const replicaKills = soak ? 120 : 16;

/** Milliseconds for the whole of it. */
const patience = soak ? 60 * 60_000 : 180_000;

/** Milliseconds within which the API must take writes again: after waits of 1 or 2 s, in a machine under load. */
const bound = 20_000;

/** Milliseconds from kill to the next acknowledged write, by what was killed. */
const recoveries: Record<string, number[]> = { 'control plane': [], postgres: [], starter: [], replica: [] };

let home = '';
let secondHome = '';
let starter: GantryProcess;
let replica: GantryProcess;
let database = '';
let access: Access;
let second: Access;
const clients: ApiClient[] = [];

const open = (to: Access): ApiClient => {
  const client = new ApiClient(to, to.administrator);
  clients.push(client);
  return client;
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gantry-crash-'));
  starter = await startGantry('up', { GANTRY_HOME: home });
  access = await accessOf(join(home, 'admin.kubeconfig'));
  secondHome = await replicaHome(home);
  database = await databaseOf(home);
  replica = await startGantry('server', { GANTRY_HOME: secondHome, DATABASE_URL: database });
  second = await accessOf(join(secondHome, 'admin.kubeconfig'));
});
afterAll(async () => {
  for (const client of clients) client.close();
  await endGantry(replica, 'SIGTERM');
  await endGantry(starter, 'SIGTERM');
  await Promise.all([home, secondHome].map((folder) => rm(folder, { recursive: true, force: true })));
});

const kill = (pid: number | undefined) => {
  if (pid === undefined) throw new Error('there is no process to kill');
  process.kill(pid, 'SIGKILL');
};

/** A moment between two kills: up to half a second into whatever is going on. */
const moment = () => pause(Math.random() * 500);

/** Waits until the writer's next write after now is acknowledged. */
async function recovered(writer: ConfigMapWriter, what: string, since: number): Promise<void> {
  await writer.nextAcknowledged(since + bound);
  recoveries[what]?.push(Math.round(performance.now() - since));
}

/** The starter and what it runs. */
async function killStarterAndChildren(writer: ConfigMapWriter): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await moment();
    let since = performance.now();
    kill(controlPlaneOf(starter));
    await recovered(writer, 'control plane', since);
    await moment();
    since = performance.now();
    kill(await postgresOf(home));
    await recovered(writer, 'postgres', since);
    await moment();
    since = performance.now();
    kill(controlPlaneOf(starter));
    await recovered(writer, 'control plane', since);
    await moment();
    since = performance.now();
    // Its port stands in kubeconfigs, so the next start is told to keep it.
    await endGantry(starter, 'SIGKILL');
    starter = await startGantry('up', { GANTRY_HOME: home, GANTRY_API_PORT: String(starter.port) });
    await recovered(writer, 'starter', since);
  }
}

/** A further control plane, started again by whoever runs it: here by this test, at once. */
async function killReplica(writer: ConfigMapWriter): Promise<void> {
  const { port } = replica;
  const environment = { GANTRY_HOME: secondHome, DATABASE_URL: database, GANTRY_API_PORT: String(port) };
  for (let count = 0; count < replicaKills; count += 1) {
    await moment();
    const since = performance.now();
    kill(controlPlaneOf(replica));
    await endGantry(replica, 'SIGKILL');
    replica = await startAgain(environment, since + bound);
    await recovered(writer, 'replica', since);
  }
}

/** While PostgreSQL is away a control plane says so and ends: it is started until it stays. */
async function startAgain(environment: NodeJS.ProcessEnv, deadline: number): Promise<GantryProcess> {
  for (;;) {
    try {
      return await startGantry('server', environment);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}

test(
  'nothing acknowledged is lost, and no event, whatever is killed when',
  async () => {
    const [one, two] = [open(access), open(second)];
    await one.post('/api/v1/namespaces', { metadata: { name: 'crash' } });
    const path = '/api/v1/namespaces/crash/configmaps';
    const from: string = (await one.get(path)).metadata.resourceVersion;
    let turn = 0;
    const recorders = [
      new WatchRecorder(() => one, path, from),
      new WatchRecorder(() => two, path, from),
      new WatchRecorder(() => (turn++ % 2 === 0 ? one : two), path, from),
    ];
    const writers = [
      new ConfigMapWriter(open(access), path, 'one'),
      new ConfigMapWriter(open(second), path, 'two'),
    ] as const;
    await Promise.all([killStarterAndChildren(writers[0]), killReplica(writers[1])]);
    const made = (await Promise.all(writers.map((writer) => writer.stop()))).flat();
    const reached = Math.max(...made.map(({ revision }) => revision));
    const { metadata, items } = await one.get(`${path}?resourceVersion=${reached}`);
    await expect
      .poll(() => Math.min(...recorders.map(({ events }) => events.at(-1)?.revision ?? 0)), { timeout: bound })
      .toBeGreaterThanOrEqual(newest(items, reached));
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    const [first, ...others] = recorders.map(({ events }) =>
      events.filter(({ revision }) => revision <= Number(metadata.resourceVersion)),
    );
    expect(recorders.flatMap(({ refusals }) => refusals)).toEqual([]);
    // Versions only rise: nothing is repeated, nothing comes out of order; and all three saw the same.
    expect(first?.every(({ revision }, index) => index === 0 || revision > (first[index - 1]?.revision ?? 0))).toBe(
      true,
    );
    for (const events of others) expect(events).toEqual(first);
    const seen = new Map(first?.map((event) => [event.revision, event]));
    expect(
      made.filter(({ revision, name, type }) => seen.get(revision)?.name !== name || seen.get(revision)?.type !== type),
    ).toEqual([]);
    // What the events add up to is what is there.
    const state = new Map<string, number>();
    for (const { type, name, revision } of first ?? []) {
      if (type === 'DELETED') state.delete(name);
      else state.set(name, revision);
    }
    expect(Object.fromEntries(state)).toEqual(
      Object.fromEntries(items.map((item: Json) => [item.metadata.name, Number(item.metadata.resourceVersion)])),
    );
    report(made.length, writers);
  },
  patience,
);

const newest = (items: Json[], reached: number): number =>
  Math.max(reached, ...items.map((item) => Number(item.metadata.resourceVersion)));

function report(acknowledged: number, writers: readonly ConfigMapWriter[]): void {
  for (const [what, times] of Object.entries(recoveries)) {
    const sorted = [...times].sort((a, b) => a - b);
    const [median, longest] = [sorted[sorted.length >> 1], sorted.at(-1)];
    console.log(
      `${what} killed ${times.length} times: writes again after ${median} ms (median), ${longest} ms (longest)`,
    );
    expect(longest).toBeLessThan(bound);
  }
  const lost = writers.reduce((sum, { unanswered }) => sum + unanswered, 0);
  console.log(`${acknowledged} writes acknowledged, ${lost} without an answer`);
}
