// Starts and stops the built Gantry in every way a machine sees it, and compares the machine before and after.
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readPostmasterFile } from './postgres/postmaster-file.ts';
import { identifyProcess, isRunning } from './process/process-identity.ts';
import { type RunRecord, readRunRecord } from './process/run-record.ts';
import { type GantryProcess, runGantry, runGantryInTerminal, untilReady } from './testing/gantry-process.ts';
import { sharedMemory, takeSnapshot } from './testing/machine-snapshot.ts';

/** One data directory for all: making a database is the slowest part of a start. */
const folder = mkdtempSync(join(tmpdir(), 'gantry-lifecycle-'));
chmodSync(folder, 0o755);
const home = join(folder, 'home');
const env = { GANTRY_HOME: home };
const started: GantryProcess[] = [];
let before: Record<string, unknown>;

function up(more: NodeJS.ProcessEnv = {}): GantryProcess {
  const gantry = runGantry(['up'], { ...env, ...more });
  started.push(gantry);
  return gantry;
}

async function command(args: string[], more: NodeJS.ProcessEnv = {}) {
  const gantry = runGantry(args, { ...env, ...more });
  const code = await gantry.ended;
  return { code, output: gantry.output() };
}

function recordOf(name: string): RunRecord {
  const record = readRunRecord(join(home, 'run', `${name}.json`));
  if (record === undefined) throw new Error(`no record of ${name}`);
  return record;
}

/** The answer of /readyz, or why there is none. */
function askReady(port: number): Promise<string> {
  const agent = new Agent({ keepAlive: false, rejectUnauthorized: false });
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/readyz', agent, timeout: 2000 }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve(body));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', (error) => resolve(error.message));
  });
}

async function stopAndCompare(gantry: GantryProcess, signal: NodeJS.Signals): Promise<void> {
  gantry.child.kill(signal);
  expect([await gantry.ended, gantry.output()]).toEqual([0, expect.stringMatching(/\nstopped\n$/)]);
  expect(takeSnapshot(home)).toEqual(before);
}

beforeAll(() => {
  before = takeSnapshot(home);
});

afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await command(['uninstall', '--yes']);
  rmSync(folder, { recursive: true });
});

describe('a start and a stop leave the machine as it was', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stopped by %s', async (signal) => {
    const gantry = up();
    const port = await untilReady(gantry);
    expect(gantry.output()).toContain(`kubectl --kubeconfig ${home}/admin.kubeconfig get namespaces`);
    expect(await askReady(port)).toBe('ok');
    await stopAndCompare(gantry, signal);
  });

  test('stopped by its terminal closing', async () => {
    const terminal = runGantryInTerminal(['up'], env);
    started.push(terminal);
    await untilReady(terminal);
    const starter = recordOf('starter');
    terminal.child.kill('SIGKILL');
    await expect.poll(() => isRunning(starter), { timeout: 30_000 }).toBe(false);
    expect(takeSnapshot(home)).toEqual(before);
  });

  test('stopped while it is starting', async () => {
    const gantry = up();
    await expect.poll(() => existsSync(join(home, 'run/postgres.json')), { timeout: 30_000, interval: 5 }).toBe(true);
    await stopAndCompare(gantry, 'SIGINT');
  });

  test('killed, then started again: leftovers are ended first', async () => {
    const killed = up();
    await untilReady(killed);
    const [plane, postgres] = [recordOf('control-plane'), recordOf('postgres')];
    killed.child.kill('SIGKILL');
    await killed.ended;
    await expect.poll(() => isRunning(plane), { timeout: 20_000 }).toBe(false);
    expect(isRunning(postgres)).toBe(true);
    const preflight = await command(['preflight']);
    expect(preflight.output).toContain(`left postgres (process ${postgres.pid})`);
    const gantry = up();
    await untilReady(gantry);
    expect(isRunning(postgres)).toBe(false);
    await stopAndCompare(gantry, 'SIGTERM');
  });
});

describe('what dies is started again', () => {
  test('a killed PostgreSQL and a killed control plane come back, on the same port', async () => {
    const gantry = up();
    const port = await untilReady(gantry);
    for (const name of ['postgres', 'control-plane']) {
      const { pid, startTime } = recordOf(name);
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => recordOf(name).startTime !== startTime, { timeout: 30_000 }).toBe(true);
      await expect.poll(() => askReady(port), { timeout: 30_000 }).toBe('ok');
    }
    await stopAndCompare(gantry, 'SIGTERM');
  });
});

describe('Ctrl-C', () => {
  test('repeated within a second counts once; later it forces', async () => {
    const gantry = up();
    await untilReady(gantry);
    const plane = recordOf('control-plane');
    // A stopped process hears no SIGTERM: the orderly stop waits for it.
    process.kill(plane.pid, 'SIGSTOP');
    gantry.child.kill('SIGINT');
    gantry.child.kill('SIGINT');
    const first = performance.now();
    await expect.poll(() => performance.now() - first > 1100, { timeout: 5000 }).toBe(true);
    expect(isRunning(plane)).toBe(true);
    gantry.child.kill('SIGINT');
    expect(await gantry.ended).toBe(130);
    expect(takeSnapshot(home)).toEqual(before);
  });
});

describe('what stands in the way is named, and nothing is left', () => {
  test('a second starter on the same data', async () => {
    const gantry = up();
    await untilReady(gantry);
    const second = await command(['up']);
    expect(second).toMatchObject({ code: 1 });
    expect(second.output).toContain(
      `gantry: Gantry already runs on ${home}, as process ${gantry.child.pid}\n  remedy: `,
    );
    await stopAndCompare(gantry, 'SIGTERM');
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const result = await command(['up'], { GANTRY_API_PORT: String(port) });
    server.close();
    expect(result.code).toBe(1);
    expect(result.output).toContain(`gantry: port ${port} of 127.0.0.1 is in use by`);
    expect(result.output).toContain(`(process ${process.pid})\n  remedy: `);
    expect(takeSnapshot(home)).toEqual(before);
  });

  test('a database that takes connections and says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const began = performance.now();
    const result = await command(['up'], { DATABASE_URL: `postgresql://anna:s3cret@127.0.0.1:${port}/gantry` });
    server.close();
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(result.code).toBe(1);
    expect(result.output).toContain(`gantry: the database at 127.0.0.1:${port} does not answer`);
    expect(result.output).not.toContain('s3cret');
    expect(takeSnapshot(home)).toEqual(before);
  });
});

describe('uninstall', () => {
  test('asks first, and without a terminal wants --yes', async () => {
    const result = await command(['uninstall']);
    expect(result.code).toBe(1);
    expect(result.output).toContain('add --yes');
    expect(existsSync(home)).toBe(true);
  });

  test('leaves a folder alone that is not ours', async () => {
    const result = await command(['uninstall', '--yes'], { GANTRY_HOME: tmpdir() });
    expect(result.code).toBe(1);
    expect(result.output).toContain("files that are not Gantry's");
  });

  test('stops what runs and keeps the data when told to', async () => {
    const gantry = up();
    await untilReady(gantry);
    const result = await command(['uninstall', '--yes', '--keep-data']);
    expect(result).toMatchObject({ code: 0, output: expect.stringMatching(/done\n$/) });
    expect(await gantry.ended).toBe(0);
    expect(takeSnapshot(home)).toEqual(before);
    expect(readFileSync(join(home, 'postgres/data/PG_VERSION'), 'utf8')).toBe('18\n');
  });

  test('after everything was killed removes everything', async () => {
    const gantry = up();
    await untilReady(gantry);
    const names = ['starter', 'control-plane', 'postgres'].map(recordOf);
    const segment = readPostmasterFile(join(home, 'postgres/data'))?.sharedMemoryId;
    for (const { pid } of names) process.kill(pid, 'SIGKILL');
    await gantry.ended;
    expect(sharedMemory().map(({ id }) => id)).toContain(segment);
    const result = await command(['uninstall', '--yes']);
    expect(result).toMatchObject({ code: 0, output: expect.stringMatching(/done\n$/) });
    expect(existsSync(home)).toBe(false);
    expect(sharedMemory().map(({ id }) => id)).not.toContain(segment);
    await expect.poll(() => names.some(({ pid }) => identifyProcess(pid) !== undefined)).toBe(false);
    expect(takeSnapshot(home)).toEqual(before);
  });
});
