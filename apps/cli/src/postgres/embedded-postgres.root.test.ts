// The embedded PostgreSQL for real: from nothing, after a kill, on a full disk, and on data that is damaged or not ours.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareHome } from '../home/data-directory.ts';
import { type HomeLayout, homeLayout } from '../home/home-layout.ts';
import type { Child } from '../process/child.ts';
import { prepareEmbeddedPostgres } from './embedded-postgres.ts';

const signal = new AbortController().signal;
const note = () => undefined;

let folder: string;
let layout: HomeLayout;
let instance: string;
const running: Child[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-postgres-'));
  chmodSync(folder, 0o755);
  layout = homeLayout(join(folder, 'home'));
  instance = prepareHome(layout);
});

afterEach(async () => {
  for (const child of running.splice(0)) await child.stop(signal);
  rmSync(folder, { recursive: true });
});

async function start() {
  const postgres = await prepareEmbeddedPostgres(layout, { instance, signal, note });
  const child = await postgres.start({ signal, note });
  running.push(child);
  return { postgres, child };
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a healthy one', () => {
  test('serves its socket only, as an unprivileged user, and keeps what was committed through a kill -9', async () => {
    const { postgres, child } = await start();
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    expect(await query(postgres.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await query(postgres.url, 'SHOW data_checksums')).toEqual([{ data_checksums: 'on' }]);
    expect(statSync(`/proc/${child.identity.pid}`).uid).not.toBe(0);
    expect(statSync(join(layout.runFolder, 'postgres')).mode & 0o777).toBe(0o700);
    process.kill(child.identity.pid, 'SIGKILL');
    await child.ended;
    const again = await start();
    expect(await query(again.postgres.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    again.postgres.clear();
    expect(readdirSync(layout.runFolder)).toEqual([]);
  });

  test('works with a data directory whose path is too long for a socket, and leaves no folder behind', async () => {
    layout = homeLayout(join(folder, 'x'.repeat(100), 'home'));
    instance = prepareHome(layout);
    const { postgres, child } = await start();
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await child.stop(signal);
    postgres.clear();
    expect(existsSync(`/run/gantry-${instance}`)).toBe(false);
  });

  test('replaces programs that a power cut left incomplete', async () => {
    await prepareEmbeddedPostgres(layout, { instance, signal, note });
    const [programs = ''] = readdirSync(layout.postgresFolder).filter((name) => name.startsWith('programs-'));
    const broken = join(layout.postgresFolder, programs, 'bin/postgres');
    const { size } = statSync(broken);
    truncateSync(broken, 1000);
    await start();
    expect(statSync(broken).size).toBe(size);
  });
});

describe('data that cannot be used is refused with a sentence, and stays as it was', () => {
  const prepare = () => prepareEmbeddedPostgres(layout, { instance, signal, note });

  test("a folder with somebody's files", async () => {
    mkdirSync(layout.postgresData);
    writeFileSync(join(layout.postgresData, 'thesis.txt'), 'years of work');
    await expect(prepare()).rejects.toThrow('holds other files, so it is left alone');
    expect(readdirSync(layout.postgresData)).toEqual(['thesis.txt']);
  });

  test('of another Gantry, of another PostgreSQL, of another version, or damaged', async () => {
    await prepare();
    const mark = join(layout.postgresData, 'gantry-instance');
    writeFileSync(mark, 'zzzzzzzz\n');
    await expect(prepare()).rejects.toThrow('belongs to the Gantry with instance id zzzzzzzz');
    rmSync(mark);
    await expect(prepare()).rejects.toThrow('belongs to another PostgreSQL');
    writeFileSync(mark, instance);
    writeFileSync(join(layout.postgresData, 'PG_VERSION'), '17\n');
    await expect(prepare()).rejects.toThrow('was written by PostgreSQL 17, and this Gantry brings PostgreSQL 18');
    writeFileSync(join(layout.postgresData, 'PG_VERSION'), '18\n');
    const control = join(layout.postgresData, 'global/pg_control');
    renameSync(control, `${control}.away`);
    await expect(prepare()).rejects.toThrow('is damaged: global/pg_control is missing or empty');
    renameSync(`${control}.away`, control);
    await start();
  });

  test('with a control file that was overwritten', async () => {
    await prepare();
    const control = join(layout.postgresData, 'global/pg_control');
    const good = readFileSync(control);
    writeFileSync(control, Buffer.alloc(good.length, 0x5a));
    await expect(start()).rejects.toThrow(/is damaged|ended with exit code/);
    writeFileSync(control, good);
    await start();
  });
});

test("a folder that PostgreSQL's user may not enter is named", async () => {
  chmodSync(folder, 0o700);
  await expect(prepareEmbeddedPostgres(layout, { instance, signal, note })).rejects.toThrow(`may not enter ${folder}`);
});

describe('on a full disk', () => {
  let disk: string;
  beforeEach(() => {
    disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=90m,mode=0755', 'gantry-test', disk]);
    layout = homeLayout(join(disk, 'home'));
    instance = prepareHome(layout);
  });
  afterEach(() => execFileSync('umount', ['-l', disk]));

  test('making the database fails with one sentence, and leaves nothing half-made', async () => {
    await expect(start()).rejects.toThrow(`the disk that holds ${layout.postgresData} is full`);
    expect(readdirSync(layout.postgresFolder).filter((name) => !name.startsWith('programs-'))).toEqual([]);
  });

  test('so does copying the programs', async () => {
    execFileSync('mount', ['-o', 'remount,size=20m', disk]);
    await expect(start()).rejects.toThrow('is full');
    expect(readdirSync(layout.postgresFolder)).toEqual([]);
  });

  test('writes fail, and once there is room again nothing that was committed is lost', async () => {
    execFileSync('mount', ['-o', 'remount,size=400m', disk]);
    const { postgres, child } = await start();
    await query(postgres.url, 'CREATE TABLE kept AS SELECT g AS n FROM generate_series(1, 1000) g');
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${join(disk, 'filler')} bs=64k 2>/dev/null; true`]);
    const flood = "CREATE TABLE flood AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)";
    await expect(query(postgres.url, flood)).rejects.toThrow();
    process.kill(child.identity.pid, 'SIGKILL');
    await child.ended;
    rmSync(join(disk, 'filler'));
    const again = await start();
    expect(await query(again.postgres.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
  });
});
