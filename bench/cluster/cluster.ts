// One running Gantry, started the way `npm start` starts it once everything is built, with a data directory of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interrupted } from '../interruption.ts';
import { type Endpoint, readKubeconfig } from './kubeconfig.ts';

/** From bench/dist. */
const command = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
const startLimit = 120_000;
const stopLimit = 30_000;

export interface Cluster {
  home: string;
  /** Seconds from the start of the process to its `ready` line. */
  secondsToReady: number;
  endpoint: Endpoint;
  /** Connection string of the cluster's own PostgreSQL. */
  databaseUrl: string;
  processes: { starter: number; controlPlane: number; postgres: number };
  stop(): Promise<void>;
}

/** Starts a cluster on the data directory. @throws with its output when it does not get ready within two minutes */
export async function startCluster(home: string): Promise<Cluster> {
  interrupted.throwIfAborted();
  const { DATABASE_URL: _url, GANTRY_LISTEN: _listen, GANTRY_LOG_LEVEL: _level, ...environment } = process.env;
  const started = performance.now();
  const starter = spawn(process.execPath, [command, 'up'], {
    env: { ...environment, GANTRY_HOME: home, GANTRY_API_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await readyLine(starter);
    const secondsToReady = (performance.now() - started) / 1000;
    const stop = () => stopStarter(starter);
    return { home, secondsToReady, stop, ...(await facts(home, starter.pid ?? 0)) };
  } catch (error) {
    await stopStarter(starter);
    throw error;
  }
}

function readyLine(starter: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`gantry up was not ready in time:\n${output}`)), startLimit);
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-65_536);
      if (!/^ready\b/m.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    starter.stdout?.on('data', read);
    starter.stderr?.on('data', read);
    starter.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`gantry up ended with ${code}:\n${output}`));
    });
  });
}

async function stopStarter(starter: ChildProcess): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  const ended = once(starter, 'exit');
  starter.kill('SIGTERM');
  // The second signal forces, and the third cannot be refused.
  const force = setTimeout(() => starter.kill('SIGTERM'), stopLimit);
  const kill = setTimeout(() => starter.kill('SIGKILL'), stopLimit * 2);
  await ended;
  clearTimeout(force);
  clearTimeout(kill);
}

async function facts(home: string, starter: number): Promise<Omit<Cluster, 'home' | 'secondsToReady' | 'stop'>> {
  const record: { pid: number } = JSON.parse(await readFile(join(home, 'run/control-plane.json'), 'utf8'));
  const postmaster = (await readFile(join(home, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
  // Lines of postmaster.pid: process, data folder, start time, port, folder of the socket.
  const socketFolder = postmaster[4] ?? '';
  return {
    endpoint: await readKubeconfig(join(home, 'admin.kubeconfig')),
    databaseUrl: `postgresql://gantry@localhost/gantry?host=${encodeURIComponent(socketFolder)}`,
    processes: { starter, controlPlane: record.pid, postgres: Number(postmaster[0]) },
  };
}
