// What a Gantry could have left on a machine, taken before and after a start and stop.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Counters and clocks of the kernel, which move by themselves. */
const VOLATILE =
  /^\/proc\/sys\/(fs\/(dentry-state|inode-(nr|state)|file-nr|aio-nr|quota|binfmt_misc)|kernel\/(random|ns_last_pid|pty\/nr|tainted|perf_event|keys|spl)|net\/netfilter\/nf_conntrack_count|vm\/(drop_caches|compact_memory|stat_refresh)|debug)/;

/** Everything by name; a process counts when it has to do with `home`. */
export function takeSnapshot(home: string): Record<string, unknown> {
  return {
    processes: processesOf(home),
    mounts: readText('/proc/self/mountinfo')
      .split('\n')
      .map((line) => line.split(' ').slice(3, 5).join(' '))
      .sort(),
    interfaces: readdirSync('/sys/class/net').sort(),
    addresses: run('ip', ['-o', 'address']).replace(/(valid|preferred)_lft \S+/g, ''),
    routes: run('ip', ['route', 'show', 'table', 'all']) + run('ip', ['-6', 'route', 'show', 'table', 'all']),
    nftables: run('nft', ['list', 'ruleset']).replace(/packets \d+ bytes \d+/g, ''),
    // The second level is where a hierarchy's first groups are, v1 and v2; deeper ones belong to those.
    cgroups: listFolders('/sys/fs/cgroup', 2),
    sysctls: readSysctls('/proc/sys'),
    users: readText('/etc/passwd') + readText('/etc/group'),
    sharedMemory: sharedMemoryOf(home),
    runFolders: readdirSync('/run').sort(),
  };
}

/** By what a process was started with, in which environment, and where it works. */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const traces = [readText(`/proc/${pid}/cmdline`), readText(`/proc/${pid}/environ`), readLink(`/proc/${pid}/cwd`)];
      return traces.some((text) => text.includes(home));
    })
    .map((pid) => `${pid} ${readText(`/proc/${pid}/cmdline`)}`);
}

/** Ids of this database's segments that nothing is attached to: PostgreSQL takes the data folder's inode for their key. */
function sharedMemoryOf(home: string): string[] {
  const key = statSync(join(home, 'postgres/data'), { throwIfNoEntry: false })?.ino;
  return sharedMemory()
    .filter((segment) => segment.key === String(key) && segment.attached === '0')
    .map(({ id }) => id);
}

/** All SysV segments, by the columns of proc_sysvipc(5). */
export function sharedMemory() {
  const rows = readText('/proc/sysvipc/shm').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [key = '', id = '', , , , , attached = ''] = row.trim().split(/\s+/);
    return { key, id, attached };
  });
}

function listFolders(path: string, depth: number): string[] {
  if (depth === 0) return [];
  const names = readEntries(path).filter((entry) => entry.isDirectory());
  return names.flatMap(({ name }) => [join(path, name), ...listFolders(join(path, name), depth - 1)]).sort();
}

function readSysctls(path: string): string[] {
  return readEntries(path).flatMap((entry) => {
    const child = join(path, entry.name);
    if (VOLATILE.test(child)) return [];
    return entry.isDirectory() ? readSysctls(child) : [`${child} ${readText(child)}`];
  });
}

function readEntries(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** What a program prints, or nothing where the machine has no such program. */
function run(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
