// postmaster.pid: PostgreSQL's own record of the server on a data folder (src/include/utils/pidfile.h names its lines).
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, type ProcessIdentity } from '../process/process-identity.ts';

export interface PostmasterFile {
  pid: number;
  /** SysV shared memory id, which only guards against a second server */
  sharedMemoryId: string | undefined;
  /** `starting`, `ready`, `stopping` or `standby`; empty before the first */
  status: string;
}

export function readPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  try {
    return parsePostmasterFile(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid < 2) return undefined;
  return { pid, sharedMemoryId: lines[6]?.split(/\s+/)[1], status: lines[7] ?? '' };
}

/** The server that runs on this data folder, known by its working directory; undefined when none does. */
export function runningPostmaster(dataFolder: string): ProcessIdentity | undefined {
  const file = readPostmasterFile(dataFolder);
  if (file === undefined) return undefined;
  try {
    if (readlinkSync(`/proc/${file.pid}/cwd`) !== realpathSync(dataFolder)) return undefined;
    return identifyProcess(file.pid);
  } catch {
    return undefined;
  }
}
