// Runs the `gantry` command as a person would, for tests that start processes of their own and kill them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));

export interface GantryProcess {
  child: ChildProcess;
  /** Port of its API. */
  port: number;
  /** What it wrote so far. */
  output(): string;
}

/** Starts a verb and waits for its `ready` line. @throws Error with its output when it ends instead */
export async function startGantry(verb: 'up' | 'server', environment: NodeJS.ProcessEnv): Promise<GantryProcess> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [command, verb], {
    env: { ...inherited, GANTRY_API_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const ready = /^ready {2}https:\/\/[^ ]+:(\d+) /m.exec(output)?.[1];
      if (ready !== undefined) resolve(Number(ready));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`gantry ${verb} ended with ${code}:\n${output}`)));
  });
  return { child, port, output: () => output };
}

export async function endGantry({ child }: GantryProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Connection string of the embedded PostgreSQL of a data directory. */
export async function databaseOf(home: string): Promise<string> {
  const [, , , , socketFolder = ''] = (await postmasterFile(home)).split('\n');
  return `postgresql://gantry@localhost/gantry?host=${encodeURIComponent(socketFolder)}`;
}

/** Process id of the embedded PostgreSQL of a data directory. */
export const postgresOf = async (home: string): Promise<number> => Number.parseInt(await postmasterFile(home), 10);

const postmasterFile = (home: string) => readFile(join(home, 'postgres/data/postmaster.pid'), 'utf8');

/** Process id of the control plane that a `gantry` process runs; undefined while there is none. */
export function controlPlaneOf({ child: { pid } }: GantryProcess): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.find((candidate) => commandLine(candidate).includes('control-plane'));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** A data directory for a further control plane: a copy of the keys that replicas share. */
export async function replicaHome(home: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gantry-replica-'));
  await cp(join(home, 'pki'), join(copy, 'pki'), { recursive: true });
  return copy;
}
