// Is there room for the database and its log.
import { statfsSync } from 'node:fs';
import type { CheckResult } from '@gantry/api/host/check-result';
import { nearestExisting } from './data-directory-state.ts';

const GB = 1e9;
const MINIMUM = 1 * GB;
const COMFORTABLE = 5 * GB;

export interface DiskSpace {
  path: string;
  /** Bytes an unprivileged user may still write */
  free: number;
}

export function readDiskSpace(home: string): DiskSpace {
  const path = nearestExisting(home);
  const { bavail, bsize } = statfsSync(path);
  return { path, free: bavail * bsize };
}

export function checkDiskSpace({ path, free }: DiskSpace): CheckResult {
  const name = 'disk space';
  const message = `${(free / GB).toFixed(1)} GB free at ${path}`;
  if (free < MINIMUM) {
    return {
      name,
      status: 'fail',
      message: `${message}, and 1 GB is the minimum`,
      remedy: 'free space there, or set GANTRY_HOME to a larger disk',
    };
  }
  if (free < COMFORTABLE) {
    return {
      name,
      status: 'warn',
      message: `${message}, 5 GB are recommended`,
      remedy: 'free space there before images and logs need it',
    };
  }
  return { name, status: 'pass', message, remedy: '' };
}
