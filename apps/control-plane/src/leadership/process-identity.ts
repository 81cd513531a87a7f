// A name for this process that tells others on the same machine whether it still lives: a successor need not wait for
// the lease of one that was killed.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Field 22 of proc_pid_stat(5), in clock ticks since boot; undefined when there is no such process. */
function startTime(pid: number | 'self'): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Within one pid namespace of one boot a pid and its start time are one process. */
function machine(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  const pids = readlinkSync('/proc/self/ns/pid');
  return createHash('sha256').update(boot).update(pids).digest('hex').slice(0, 8);
}

/** @returns `<host name>_<machine>_<pid>_<start time>` */
export function processIdentity(): string {
  return [hostname(), machine(), process.pid, startTime('self')].join('_');
}

/** @returns true only for a process of this very machine that is surely gone */
export function isGone(identity: string): boolean {
  const match = /_([0-9a-f]{8})_(\d+)_(\d+)$/.exec(identity);
  if (!match || match[1] !== machine()) return false;
  return startTime(Number(match[2])) !== match[3];
}
