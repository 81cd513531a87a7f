// The peer of a start: PostgreSQL alone, by the same programs and the same user, with nothing around it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

const startLimit = 30_000;

export interface BareTimes {
  /** Seconds for initdb and the first start until it answers. */
  first: number;
  /** Seconds for a start on what is there. */
  second: number;
}

/** @param home data directory of a cluster, whose programs are used */
export async function timeBarePostgres(home: string, folder: string): Promise<BareTimes> {
  const postgres = join(home, 'postgres');
  const programs = (await readdir(postgres)).find((name) => name.startsWith('programs-'));
  if (programs === undefined) throw new Error(`${postgres} holds no programs of PostgreSQL`);
  const { uid, gid } = await stat(join(postgres, 'data'));
  await mkdir(folder);
  await chown(folder, uid, gid);
  const user = process.geteuid?.() === 0 ? { uid, gid } : {};
  const run = (program: string, args: string[]) =>
    spawn(join(postgres, programs, 'bin', program), args, {
      ...user,
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: 'ignore',
    });
  const started = performance.now();
  const [code] = await once(run('initdb', ['-D', join(folder, 'data'), '-A', 'trust', '-U', 'bench']), 'exit');
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
  const initSeconds = (performance.now() - started) / 1000;
  const start = () => timeStart(run('postgres', ['-D', join(folder, 'data'), '-k', folder, '-h', '']), folder);
  const firstStart = await start();
  return { first: initSeconds + firstStart, second: await start() };
}

async function timeStart(server: ChildProcess, folder: string): Promise<number> {
  const started = performance.now();
  const ended = once(server, 'exit');
  try {
    await answers(folder, started + startLimit);
    return (performance.now() - started) / 1000;
  } finally {
    server.kill('SIGINT');
    await ended;
  }
}

async function answers(folder: string, deadline: number): Promise<void> {
  for (;;) {
    const client = new Client({ host: folder, user: 'bench', database: 'postgres' });
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
