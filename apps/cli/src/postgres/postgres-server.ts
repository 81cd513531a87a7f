// Runs the embedded PostgreSQL: a Unix socket only, in a kernel session of its own, ready when its own record says so.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { type Child, describeEnd } from '../process/child.ts';
import { logSize, openLog, readLogFrom } from '../process/log-file.ts';
import { identifyProcess } from '../process/process-identity.ts';
import { type StopStep, stopProcess } from '../process/stop-process.ts';
import type { Note } from '../terminal/progress.ts';
import { type ClusterPlace, spawnOptions } from './postgres-cluster.ts';
import { explainPostgresFailure } from './postgres-failure.ts';
import { readPostmasterFile } from './postmaster-file.ts';

export interface ServerPlace extends Pick<ClusterPlace, 'programs' | 'dataFolder' | 'account'> {
  socketFolder: string;
  logFile: string;
  /** Called with the pid as soon as there is one */
  onSpawn(pid: number): void;
}

/** A small machine's worth: the watch cache serves reads, so PostgreSQL needs little memory. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '32MB',
  huge_pages: 'off',
  jit: 'off',
  // No helper processes for reading ahead, and shared memory for parallel queries as files in the data folder: nothing of
  // it is left in /dev/shm when the server is killed.
  io_method: 'sync',
  dynamic_shared_memory_type: 'mmap',
  max_wal_size: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_startup_progress_interval: '1s',
};

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, after which the next start recovers. */
export const STOP_STEPS: readonly StopStep[] = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 2_000 },
];

const POLL_MS = 10;
/** After a kill -9 its processes need a moment to notice and let go of their shared memory. */
const RELEASE_MS = 10_000;

/** Starts the server and waits until it takes connections. Throws a Failure when it ends instead. */
export async function startPostgresServer(
  place: ServerPlace,
  { signal, note }: { signal: AbortSignal; note: Note },
): Promise<Child> {
  const deadline = performance.now() + RELEASE_MS;
  for (;;) {
    try {
      return await tryToStart(place, { signal, note });
    } catch (error) {
      const held = error instanceof Failure && error.message.startsWith('another PostgreSQL runs on');
      if (!held || performance.now() > deadline) throw error;
      note('waiting for what a crash left to end');
      await delay(200, undefined, { signal });
    }
  }
}

async function tryToStart(place: ServerPlace, { signal, note }: { signal: AbortSignal; note: Note }): Promise<Child> {
  signal.throwIfAborted();
  const from = logSize(place.logFile);
  const child = await spawnServer(place);
  try {
    await waitUntilReady(child, { place, from, signal, note });
    return child;
  } catch (error) {
    await child.stop(new AbortController().signal);
    throw error;
  }
}

async function spawnServer(place: ServerPlace): Promise<Child> {
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: place.socketFolder });
  const args = ['-D', place.dataFolder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openLog(place.logFile);
  const child = spawn(join(place.programs, 'bin/postgres'), args, {
    ...spawnOptions(place),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) =>
    child.on('exit', (code, signal) => resolve(describeEnd(code, signal))),
  );
  await once(child, 'spawn').catch((error: unknown) => {
    throw new Failure(
      `PostgreSQL cannot be started: ${error instanceof Error ? error.message : error}`,
      'GANTRY_HOME must not lie on a file system mounted noexec, and the machine needs glibc; or set DATABASE_URL',
      { cause: error },
    );
  });
  const pid = child.pid ?? 0;
  const identity = identifyProcess(pid) ?? { pid, startTime: '', bootId: '' };
  place.onSpawn(pid);
  return {
    identity,
    ended,
    async stop(hurry) {
      const steps = hurry.aborted ? STOP_STEPS.slice(1) : STOP_STEPS;
      if (await stopProcess(identity, steps, hurry)) await ended;
    },
  };
}

interface Waiting {
  place: ServerPlace;
  from: number;
  signal: AbortSignal;
  note: Note;
}

async function waitUntilReady(child: Child, { place, from, signal, note }: Waiting): Promise<void> {
  let end: string | undefined;
  void child.ended.then((how) => {
    end = how;
  });
  const started = performance.now();
  while (!isReady(child, place.dataFolder)) {
    if (end !== undefined) {
      const output = readLogFrom(place.logFile, from);
      throw explainPostgresFailure({ program: 'postgres', dataFolder: place.dataFolder, output, end });
    }
    if (performance.now() - started > 1000) note(describeStart(readLogFrom(place.logFile, from)));
    await delay(POLL_MS, undefined, { signal });
  }
}

function isReady({ identity }: Child, dataFolder: string): boolean {
  const file = readPostmasterFile(dataFolder);
  return file?.pid === identity.pid && file.status === 'ready';
}

/** Words for a start that takes long: after a crash PostgreSQL replays its log, and says how far it is. */
export function describeStart(log: string): string {
  const progress = log.match(/(redo in progress|syncing data directory[^,]*), elapsed time: ([\d.]+) s/g)?.at(-1);
  if (progress !== undefined) return `recovering, ${progress}`;
  if (/automatic recovery in progress|was interrupted/.test(log)) return 'recovering after a crash';
  return 'starting';
}
