// The user PostgreSQL runs as: it refuses root, so root lends it an unprivileged user that is there already.
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, Failure } from '../failure.ts';

export interface PostgresAccount {
  uid: number;
  gid: number;
  name: string;
}

/** In this order; after them any other user but root. */
const PREFERRED = ['postgres', 'nobody', 'daemon'];

/**
 * Chooses the user. Data that exists decides: a user `postgres` that came later must not be kept from its own files.
 * Undefined when not started by root: then PostgreSQL runs as the same user.
 */
export function choosePostgresAccount(dataFolder: string): PostgresAccount | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const accounts = parsePasswd(readFileSync('/etc/passwd', 'utf8'));
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find(({ uid }) => uid === owner.uid);
    return known ?? { uid: owner.uid, gid: owner.gid, name: String(owner.uid) };
  }
  const chosen = pickAccount(accounts);
  if (chosen !== undefined) return chosen;
  throw new Failure(
    '/etc/passwd names no user but root, and PostgreSQL does not run as root',
    'add one (useradd --system gantry), or set DATABASE_URL to a PostgreSQL of your own',
  );
}

export function pickAccount(accounts: readonly PostgresAccount[]): PostgresAccount | undefined {
  const unprivileged = accounts.filter(({ uid }) => uid !== 0);
  const preferred = PREFERRED.map((name) => unprivileged.find((account) => account.name === name));
  return preferred.find((account) => account !== undefined) ?? unprivileged[0];
}

/** Reads passwd(5) lines; malformed ones are skipped. */
export function parsePasswd(text: string): PostgresAccount[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** Throws a Failure when a folder on the way to `path` keeps the account out. */
export function requireReachable(account: PostgresAccount | undefined, path: string): void {
  if (account === undefined) return;
  const closed = foldersAbove(path).find((folder) => !mayEnter(account, folder));
  if (closed === undefined) return;
  throw new Failure(
    `user ${account.name}, which PostgreSQL runs as, may not enter ${closed}, where GANTRY_HOME lies`,
    `set GANTRY_HOME to a folder outside of it, such as /var/lib/gantry, or allow it: chmod o+x ${closed}`,
  );
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...foldersAbove(parent), path];
}

function mayEnter({ uid, gid }: PostgresAccount, folder: string): boolean {
  try {
    const found = statSync(folder);
    if (found.uid === uid) return (found.mode & 0o100) !== 0;
    return (found.mode & (found.gid === gid ? 0o010 : 0o001)) !== 0;
  } catch (error) {
    // Not made yet: it will be made so that it can be entered.
    return errorCode(error) === 'ENOENT';
  }
}
