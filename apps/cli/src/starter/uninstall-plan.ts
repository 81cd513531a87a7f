// What an uninstall does, step by step: each says what it will do before anything is done.
import { execFile } from 'node:child_process';
import { lstatSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { type HostLeftover, parseHostLeftovers } from '@gantry/api/host/check-result';
import { errorCode, explainWriteError, Failure } from '../failure.ts';
import type { HomeLayout } from '../home/home-layout.ts';
import { readInstance } from '../home/instance.ts';
import { runningStarter } from '../home/starter-lock.ts';
import { removeSocketFolder, socketFolderOf } from '../postgres/socket-folder.ts';
import type { RunRecord } from '../process/run-record.ts';
import { stopProcess } from '../process/stop-process.ts';
import { runHostEntry } from './host-entry.ts';
import { findLeftoverProcesses, leftoverSharedMemory, stopLeftoverProcesses } from './leftover-processes.ts';

export interface UninstallStep {
  /** What it will do, such as `remove /var/lib/gantry` */
  words: string;
  run(report: (line: string) => void): Promise<void>;
}

/** Looks at what is there; nothing is changed until the steps are run, in order. */
export async function planUninstall(layout: HomeLayout, { keepData }: { keepData: boolean }): Promise<UninstallStep[]> {
  const instance = readInstance(layout);
  if (!keepData) requireRemovable(layout.home);
  const kernel = parseHostLeftovers(await runHostEntry(['leftovers', instance]));
  return [
    ...stopSteps(layout),
    ...kernelSteps(instance, kernel),
    ...sharedMemorySteps(layout),
    {
      words: `remove the folder of PostgreSQL's socket, ${socketFolderOf(layout, instance)}`,
      run: async () => removeSocketFolder(socketFolderOf(layout, instance)),
    },
    ...(keepData ? [] : [dataStep(layout)]),
  ];
}

function stopSteps(layout: HomeLayout): UninstallStep[] {
  const starter = runningStarter(layout);
  const others = findLeftoverProcesses(layout);
  if (starter === undefined && others.length === 0) return [];
  const names = [starter, ...others].filter((record) => record !== undefined);
  return [
    {
      words: `stop ${names.map(({ name, pid }) => `${name} (process ${pid})`).join(', ')}`,
      async run(report) {
        if (starter !== undefined) await stopStarter(starter);
        const remaining = await stopLeftoverProcesses(layout, report);
        if (remaining.length > 0) throw notEnding(remaining);
      },
    },
  ];
}

/** The starter stops its children itself; what outlives it is stopped as a leftover. */
async function stopStarter(starter: RunRecord): Promise<void> {
  const isGone = await stopProcess(starter, [{ signal: 'SIGTERM', waitMs: 45_000 }]);
  if (!isGone) throw notEnding([starter]);
}

function notEnding(records: readonly RunRecord[]): Failure {
  const list = records.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
  return new Failure(
    `${list} cannot be ended, so nothing was removed`,
    'run uninstall as the user who started it, or as root',
  );
}

function kernelSteps(instance: string, found: readonly HostLeftover[]): UninstallStep[] {
  if (found.length === 0) return [];
  return [
    {
      words: `remove from the kernel: ${found.map(({ type, name }) => `${type} ${name}`).join(', ')}`,
      async run() {
        const after = parseHostLeftovers(await runHostEntry(['leftovers', instance, '--remove']));
        const stuck = after.filter(({ removed }) => !removed);
        if (stuck.length === 0) return;
        const list = stuck.map(({ type, name, reason }) => `${type} ${name} (${reason})`).join(', ');
        throw new Failure(
          `not everything could be removed from the kernel: ${list}`,
          'end what uses it, then run uninstall again',
        );
      },
    },
  ];
}

/** A killed PostgreSQL leaves a segment of 56 bytes, which only its own next start or ipcrm(1) removes. */
function sharedMemorySteps(layout: HomeLayout): UninstallStep[] {
  const id = leftoverSharedMemory(layout);
  if (id === undefined) return [];
  return [
    {
      words: `remove PostgreSQL's shared memory segment ${id}, should it be left`,
      async run() {
        if (isUnusedSegment(readFileSync('/proc/sysvipc/shm', 'utf8'), id))
          await promisify(execFile)('ipcrm', ['-m', id]);
      },
    },
  ];
}

/** Columns by proc_sysvipc(5): key, shmid, perms, size, cpid, lpid, nattch. */
function isUnusedSegment(table: string, id: string): boolean {
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.some((fields) => fields[1] === id && fields[6] === '0');
}

/** A link is not followed, and nothing mounted below is emptied by mistake. */
function requireRemovable(home: string): void {
  if (lstatSync(home).isSymbolicLink()) {
    throw new Failure(
      `${home} is a symbolic link, which uninstall does not follow`,
      `set GANTRY_HOME=${realpathSync(home)} and run it again, then remove the link`,
    );
  }
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  const below = mounts.find((point) => point.startsWith(`${realpathSync(home)}/`));
  if (below === undefined) return;
  throw new Failure(
    `${below} is mounted inside the data directory`,
    `unmount it (umount ${below}), then run uninstall again`,
  );
}

function dataStep({ home }: HomeLayout): UninstallStep {
  return {
    words: `remove ${home} and all data in it`,
    async run() {
      try {
        rmSync(home, { recursive: true, maxRetries: 2 });
      } catch (error) {
        // The root of a mounted disk cannot be removed; it is empty now, which is all that can be asked.
        if (errorCode(error) !== 'EBUSY') throw explainWriteError(error, home);
      }
    },
  };
}
