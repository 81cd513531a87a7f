// The folder of PostgreSQL's socket: only its owner (and root) may enter, which is all the access control it needs.
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { HomeLayout } from '../home/home-layout.ts';
import type { PostgresAccount } from './postgres-account.ts';

/** sun_path of unix(7) holds 108 bytes with its end. */
const MAX_PATH_BYTES = 107;
const SOCKET = '.s.PGSQL.5432';

/** Inside the data directory where the path is short enough, else a short one that carries the instance id. */
export function socketFolderOf({ runFolder }: Pick<HomeLayout, 'runFolder'>, instance: string): string {
  const inside = join(runFolder, 'postgres');
  // PostgreSQL appends `.lock` to the socket's name for a file beside it.
  if (Buffer.byteLength(join(inside, `${SOCKET}.lock`)) <= MAX_PATH_BYTES) return inside;
  const base = process.geteuid?.() === 0 && existsSync('/run') ? '/run' : '/tmp';
  return join(base, `gantry-${instance}`);
}

/** Makes the folder empty and owned by PostgreSQL's user. */
export function makeSocketFolder(folder: string, account: PostgresAccount | undefined): void {
  removeSocketFolder(folder);
  mkdirSync(folder, { mode: 0o700 });
  chmodSync(folder, 0o700);
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

/** Removes the folder; refuses a link or somebody else's folder that took the name in a shared place. */
export function removeSocketFolder(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  const mine = process.geteuid?.() === 0 || found.uid === process.geteuid?.();
  if (!found.isDirectory() || !mine) {
    throw new Failure(`${folder} is not Gantry's folder, though it has its name`, `remove ${folder}, then start again`);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The connection string that reaches the server through its socket. */
export function socketUrl(folder: string, database: string): string {
  return `postgresql://${database}@localhost/${database}?host=${encodeURIComponent(folder)}`;
}
