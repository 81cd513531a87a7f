// PostgreSQL's data folder: made once by initdb beside its final place and renamed, judged before each start.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { explainWriteError, Failure } from '../failure.ts';
import { syncFolder } from '../home/durable-file.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { damagedData, explainPostgresFailure } from './postgres-failure.ts';

/** Owner and database of the same name; the folder of the socket guards both. */
export const DATABASE = 'gantry';
/** Lies in the data folder and says whose it is. */
const MARK = 'gantry-instance';

export interface ClusterPlace {
  /** Holds bin, lib and share */
  programs: string;
  dataFolder: string;
  account: PostgresAccount | undefined;
  instance: string;
  /** Major version of the programs, such as `18` */
  major: string;
}

/** Whether data is there; throws a Failure when it is not ours, of another version, or evidently damaged. */
export function hasCluster({ dataFolder, instance, major }: Omit<ClusterPlace, 'programs' | 'account'>): boolean {
  if (!existsSync(dataFolder)) return false;
  const names = readdirSync(dataFolder);
  if (names.length === 0) return false;
  if (!names.includes('PG_VERSION') && !names.includes(MARK)) throw foreignData(dataFolder, 'holds other files');
  if (!names.includes(MARK)) throw foreignData(dataFolder, 'belongs to another PostgreSQL');
  const owner = readFileSync(join(dataFolder, MARK), 'utf8').trim();
  if (owner !== instance) throw foreignData(dataFolder, `belongs to the Gantry with instance id ${owner}`);
  requireWholeCluster(dataFolder);
  const version = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim();
  if (version !== major) throw otherVersion(dataFolder, { version, major });
  return true;
}

function foreignData(dataFolder: string, why: string): Failure {
  return new Failure(`${dataFolder} ${why}, so it is left alone`, 'move it away, or set GANTRY_HOME to another folder');
}

function requireWholeCluster(dataFolder: string): void {
  const control = statSync(join(dataFolder, 'global/pg_control'), { throwIfNoEntry: false });
  const missing = ['PG_VERSION', 'base', 'pg_wal'].find((name) => !existsSync(join(dataFolder, name)));
  if (missing === undefined && control !== undefined && control.size > 0) return;
  throw damagedData(dataFolder, `${missing ?? 'global/pg_control'} is missing or empty`);
}

function otherVersion(dataFolder: string, { version, major }: { version: string; major: string }): Failure {
  const newer = Number(version) > Number(major);
  return new Failure(
    `${dataFolder} was written by PostgreSQL ${version}, and this Gantry brings PostgreSQL ${major}`,
    newer
      ? 'start the newer Gantry that wrote it'
      : `dump it with PostgreSQL ${version} (pg_dump), move the folder away, start, and restore the dump`,
  );
}

/** Makes the data folder with an empty database; a crash before the end leaves nothing that counts. */
export async function createCluster(place: ClusterPlace, signal: AbortSignal): Promise<void> {
  const { dataFolder, account } = place;
  const workFolder = `${dataFolder}.tmp`;
  const fresh = join(workFolder, 'data');
  try {
    rmSync(workFolder, { recursive: true, force: true });
    mkdirSync(workFolder, { mode: 0o700 });
    if (account !== undefined) chownSync(workFolder, account.uid, account.gid);
    await runInitdb(place, { fresh, signal });
    await nameDatabase(place, { fresh, signal });
    const mark = join(fresh, MARK);
    writeFileSync(mark, `${place.instance}\n`);
    chmodSync(mark, 0o644);
    await syncData(place, { fresh, signal });
    // Only ever an empty folder: anything in it would have been judged before.
    if (existsSync(dataFolder)) rmdirSync(dataFolder);
    renameSync(fresh, dataFolder);
    syncFolder(dirname(dataFolder));
  } catch (error) {
    throw explainWriteError(error, dataFolder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

interface Making {
  fresh: string;
  signal: AbortSignal;
}

/**
 * Text is ordered by code point (builtin C.UTF-8), the same on every machine whatever its C library. Sizes are given so
 * that initdb does not try out what the machine could bear; the disk is waited for once, at the end of the making.
 */
function runInitdb(place: ClusterPlace, { fresh, signal }: Making): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const sizes = ['-c', 'max_connections=60', '-c', 'shared_buffers=32MB'];
  const rest = ['--auth=trust', '--data-checksums', '--no-instructions', '--no-sync', `--username=${DATABASE}`];
  return runToEnd(place, { args: ['initdb', '-D', fresh, ...locale, ...sizes, ...rest], signal, input: '' });
}

/** The database that initdb makes is renamed: copying it to a second one would cost half a second. */
function nameDatabase(place: ClusterPlace, { fresh, signal }: Making): Promise<void> {
  return runToEnd(place, {
    args: ['postgres', '--single', '-F', '-D', fresh, '-c', 'log_min_messages=fatal', 'template1'],
    signal,
    input: `ALTER DATABASE postgres RENAME TO ${DATABASE}\n`,
  });
}

function syncData(place: ClusterPlace, { fresh, signal }: Making): Promise<void> {
  return runToEnd(place, { args: ['initdb', '--sync-only', '-D', fresh], signal, input: '' });
}

interface Run {
  args: [string, ...string[]];
  signal: AbortSignal;
  input: string;
}

function runToEnd(place: ClusterPlace, { args: [program, ...args], signal, input }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-65_536);
    };
    const child = spawn(join(place.programs, 'bin', program), args, { ...spawnOptions(place), stdio: 'pipe', signal });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // A program that ends before reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(explainPostgresFailure({ program, dataFolder: place.dataFolder, output, end: `exit code ${code}` }));
    });
  });
}

/** A session of its own keeps the terminal's Ctrl-C away; the environment is empty but for what is needed. */
export function spawnOptions({ account, programs }: Pick<ClusterPlace, 'account' | 'programs'>) {
  const user = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return { ...user, cwd: programs, detached: true, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
}
