// Several processes write and watch on one database while connections are cut, PostgreSQL is restarted and killed, and
// the processes themselves are killed. Afterwards every acknowledged write is there once, every watcher saw everything.
// GANTRY_SOAK=1 makes it a million writes.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import type { ChaosReport } from './testing/chaos-writer.ts';
import { author, create, namespaceKey } from './testing/objects.ts';
import { startPostgres, type TestPostgres } from './testing/postgres.ts';

const soak = process.env.GANTRY_SOAK === '1';
const target = soak ? 1_000_000 : 10_000;
const timeout = soak ? 4 * 3_600_000 : 120_000;
const processes = 3;

type Event = Extract<ChaosReport, { type: 'events' }>['events'][number];
type Made = Extract<ChaosReport, { type: 'made' }>;

let postgres: TestPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'gantry-chaos-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'testing/chaos-writer.ts')],
    outfile: join(folder, 'writer.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'error',
  });
});

afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true });
});

/** One seat: a process, and after its death the next one, which resumes where the reports of the last ended. */
class Seat {
  readonly events: Event[] = [];
  readonly made: Made[] = [];
  readonly refused: string[] = [];
  readonly broken: string[] = [];
  unknown = 0;
  #child: ChildProcess | undefined;

  start(since: number): void {
    const child = fork(join(folder, 'writer.mjs'), [postgres.url, String(since)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (report: ChaosReport) => this.#take(report));
    child.on('exit', (code) => {
      // A database that is away at the start is reported by exiting; the next one is tried.
      if (this.#child === child && code !== null) setTimeout(() => this.start(this.last), 100);
    });
  }

  get last(): number {
    return this.events.at(-1)?.revision ?? 1;
  }

  async replace(): Promise<void> {
    await this.kill();
    this.start(this.last);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    // Reports that were sent before the end still arrive.
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #take(report: ChaosReport): void {
    if (report.type === 'events') this.events.push(...report.events);
    else if (report.type === 'made') this.made.push(report);
    else if (report.type === 'refused') this.refused.push(report.token);
    else if (report.type === 'unknown') this.unknown += 1;
    else this.broken.push(report.message);
  }
}

async function sql<Row>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const random = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

const cutConnections = () =>
  sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gantry%' AND random() < 0.4`,
  );

async function killPostgres(): Promise<void> {
  await postgres.kill9();
  await pause(Math.random() * 500);
  await postgres.restart();
}

interface LogRow {
  revision: number;
  change: string;
  name: string;
  token: string;
  previous: string | null;
}

const readLog = () =>
  sql<LogRow>(
    `SELECT revision::int, type AS change, name, username AS token, previous::text FROM watch_log ORDER BY revision`,
  );

/** Strikes between writes until the writes are made. @returns how often each fault struck */
async function strike(seats: readonly Seat[], faults: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const struck = faults.map(() => 0);
  const count = () => seats.reduce((sum, { made }) => sum + made.length, 0);
  for (let round = 0; count() < target; round++) {
    const fault = round % faults.length;
    const before = count();
    await faults[fault]?.();
    struck[fault] = (struck[fault] ?? 0) + 1;
    // Work goes on between faults: the next one strikes amid writes.
    const goal = Math.min(target, before + Math.ceil(target / (soak ? 3_000 : 60)));
    while (count() < goal) await pause(5);
  }
  return struck;
}

const acknowledged = (seats: readonly Seat[]) => seats.flatMap(({ made }) => made);

/** The first event that is not as expected; a diff of 10,000 would take minutes to print. */
function firstWrong(seen: readonly Event[], expected: readonly Event[]): unknown {
  const at = expected.findIndex((event, i) => JSON.stringify(event) !== JSON.stringify(seen[i]));
  if (at === -1 && seen.length === expected.length) return undefined;
  return { at, seen: seen[at], expected: expected[at], lengths: [seen.length, expected.length] };
}

test(`${target} writes by ${processes} processes amid failures`, { timeout }, async () => {
  const store = await openStore({ url: postgres.url });
  await store.commit(create(namespaceKey('default')), author);
  await store.close();
  const seats = Array.from({ length: processes }, () => new Seat());
  for (const seat of seats) seat.start(1);
  const restart = () => postgres.restart();
  const killWriter = () => random(seats).replace();
  const struck = await strike(seats, [
    cutConnections,
    killWriter,
    cutConnections,
    killPostgres,
    killWriter,
    cutConnections,
    restart,
  ]);
  expect(Math.min(...struck)).toBeGreaterThan(0);

  // Writers go on; watchers are compared up to this point, which each must reach.
  const [{ end } = { end: 0 }] = await sql<{ end: number }>('SELECT current::int AS end FROM revision');
  while (seats.some(({ last }) => last < end)) await pause(20);
  await Promise.all(seats.map((seat) => seat.kill()));
  const log = await readLog();

  expect([...new Set(seats.flatMap(({ broken }) => broken))]).toEqual([]);
  expect(log.findIndex(({ revision }, i) => revision !== i + 1)).toBe(-1);
  const expected = log
    .slice(1, end)
    .map(({ revision, change, name, previous }) => ({ revision, change, name, ...(previous && { previous }) }));
  for (const { events } of seats) {
    const seen = events.filter(({ revision }) => !(revision > end));
    expect(firstWrong(seen, expected)).toBeUndefined();
  }

  const byToken = new Map(log.map((row) => [row.token, row]));
  expect(byToken.size).toBe(log.length);
  const lost = acknowledged(seats).filter(({ token, revision, change, name }) => {
    const row = byToken.get(token);
    return row?.revision !== revision || row.change !== change || row.name !== name;
  });
  expect(lost).toEqual([]);
  expect(seats.flatMap(({ refused }) => refused).filter((token) => byToken.has(token))).toEqual([]);
  const unknown = seats.reduce((sum, seat) => sum + seat.unknown, 0);
  const faults = struck.reduce((a, b) => a + b);
  console.log(`${acknowledged(seats).length} acknowledged of ${log.length} made, ${unknown} unknown, ${faults} faults`);
});
