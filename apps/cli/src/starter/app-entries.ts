// Where the other apps' bundles lie, seen from this command's own bundle (apps/cli/dist).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';

/** `apps`, from apps/cli/dist/main.js as well as from apps/cli/src/<folder>. */
const APPS = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../..' : '../../..', import.meta.url));

export const APP_NAMES = ['cli', 'agent', 'control-plane'] as const;
export type AppName = (typeof APP_NAMES)[number];

/** Path of a bundle; throws a Failure when it was not built. */
export function appEntry(app: AppName, file: string): string {
  const path = join(APPS, app, 'dist', file);
  if (existsSync(path)) return path;
  throw new Failure(`apps/${app} is not built`, 'run `npm start`, which builds what is missing');
}

export interface BuildStamp {
  version: string;
  /** RFC 3339 */
  builtAt: string;
}

/** What the build wrote beside the bundle; undefined when it is missing. */
export function readBuildStamp(app: AppName): BuildStamp | undefined {
  try {
    const { version, builtAt } = JSON.parse(readFileSync(join(APPS, app, 'dist/build-stamp.json'), 'utf8'));
    return { version: String(version), builtAt: String(builtAt) };
  } catch {
    return undefined;
  }
}
