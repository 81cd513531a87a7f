// Judges and prepares the data directory: it is made when absent, and one that is not Gantry's is never touched.
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { errorCode, explainWriteError, Failure } from '../failure.ts';
import type { HomeLayout } from './home-layout.ts';
import { createInstance, readInstance } from './instance.ts';

/** What may lie there before the first start: certificates of one's own, and what mkfs puts on a fresh disk. */
const ALLOWED_BEFOREHAND = new Set(['pki', 'lost+found']);

export type HomeState = 'absent' | 'fresh' | 'ours' | 'foreign' | 'not-a-folder';

/** Looks only; throws a Failure when the folder cannot be read. */
export function inspectHome(layout: HomeLayout): HomeState {
  try {
    const found = statSync(layout.home, { throwIfNoEntry: false });
    if (found === undefined) return 'absent';
    if (!found.isDirectory()) return 'not-a-folder';
    if (existsSync(layout.instanceFile)) return 'ours';
    return readdirSync(layout.home).every((name) => ALLOWED_BEFOREHAND.has(name)) ? 'fresh' : 'foreign';
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return 'not-a-folder';
    throw explainWriteError(error, layout.home);
  }
}

/** The Failure for a state that cannot be used, undefined for the others. */
export function explainHome(layout: HomeLayout, state: HomeState): Failure | undefined {
  if (state === 'foreign') {
    return new Failure(
      `${layout.home} holds files that are not Gantry's, so it is left alone`,
      'set GANTRY_HOME to an empty folder, or to one that does not exist yet',
    );
  }
  if (state === 'not-a-folder') {
    return new Failure(`${layout.home} is not a folder`, 'set GANTRY_HOME to a folder, or to a path that is free');
  }
  return undefined;
}

/** Makes the folders that are missing and returns the instance id. */
export function prepareHome(layout: HomeLayout): string {
  const problem = explainHome(layout, inspectHome(layout));
  if (problem !== undefined) throw problem;
  try {
    const instance = existsSync(layout.instanceFile) ? undefined : makeHome(layout);
    openFolder(layout.home);
    for (const folder of [layout.runFolder, layout.postgresFolder]) {
      mkdirSync(folder, { recursive: true });
      openFolder(folder);
    }
    mkdirSync(layout.logFolder, { recursive: true, mode: 0o700 });
    return instance ?? readInstance(layout);
  } catch (error) {
    throw explainWriteError(error, layout.home);
  }
}

function makeHome(layout: HomeLayout): string {
  mkdirSync(layout.home, { recursive: true });
  return createInstance(layout);
}

/** Root's folders are passed through by PostgreSQL's user, who may enter but not list them. */
function openFolder(folder: string): void {
  const mode = process.geteuid?.() === 0 ? 0o711 : 0o700;
  const present = lstatSync(folder).mode & 0o777;
  if (present !== mode) chmodSync(folder, mode);
}
