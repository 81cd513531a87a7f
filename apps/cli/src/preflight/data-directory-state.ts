// Can the data directory be used: ours or new, writable, reachable by PostgreSQL's user, and on no other major version.
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckResult } from '@gantry/api/host/check-result';
import type { Config } from '../config.ts';
import { explainWriteError, Failure } from '../failure.ts';
import { explainHome, inspectHome } from '../home/data-directory.ts';
import { type HomeLayout, homeLayout } from '../home/home-layout.ts';
import { readInstance } from '../home/instance.ts';
import { choosePostgresAccount, requireReachable } from '../postgres/postgres-account.ts';
import { hasCluster } from '../postgres/postgres-cluster.ts';
import { findPostgresPackage, majorVersion } from '../postgres/postgres-programs.ts';

export function checkDataDirectory(config: Config): CheckResult {
  const layout = homeLayout(config.home);
  try {
    return { name: 'data directory', status: 'pass', message: judge(layout, config), remedy: '' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name: 'data directory', status: 'fail', message: error.message, remedy: error.remedy };
  }
}

function judge(layout: HomeLayout, { databaseUrl }: Config): string {
  const state = inspectHome(layout);
  const problem = explainHome(layout, state);
  if (problem !== undefined) throw problem;
  requireWritable(layout.home);
  if (databaseUrl === undefined) judgePostgres(layout, state === 'ours');
  return state === 'ours' ? `${layout.home} (instance ${readInstance(layout)})` : `${layout.home} will be made`;
}

function judgePostgres(layout: HomeLayout, isOurs: boolean): void {
  const major = majorVersion(findPostgresPackage().version);
  if (isOurs) hasCluster({ dataFolder: layout.postgresData, instance: readInstance(layout), major });
  // The data directory itself is opened by the start; what lies above it is the user's.
  requireReachable(choosePostgresAccount(layout.postgresData), dirname(layout.home));
}

function requireWritable(path: string): void {
  try {
    accessSync(nearestExisting(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainWriteError(error, nearestExisting(path));
  }
}

/** The folder itself, or the first one above it that is there. */
export function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}
