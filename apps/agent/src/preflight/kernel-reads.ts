// Everything the kernel checks look at, read once; the checks themselves are pure.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';

export interface KernelReads {
  /** Such as `6.1.0-18-amd64` */
  release: string;
  /** Names in /proc/self/ns */
  kernelNamespaces: string[];
  /** Values of /proc/sys/user/max_*_namespaces by namespace, such as `net` */
  namespaceLimits: Record<string, number>;
  /** Text of /proc/filesystems */
  filesystems: string;
  /** Text of modules.dep and modules.builtin of the running kernel; empty where it has none */
  modules: string;
  /** Text of /proc/self/mountinfo */
  mountinfo: string;
  /** Text of /proc/cgroups; empty where absent */
  cgroups: string;
  /** Text of cgroup.controllers by mount point of a v2 tree */
  v2Controllers: Record<string, string>;
  effectiveUid: number;
  /** Effective capabilities, a bit each */
  capabilities: bigint;
}

/** Reads the running machine. */
export function readKernel(): KernelReads {
  const mountinfo = readText('/proc/self/mountinfo');
  const kernel = release();
  return {
    release: kernel,
    kernelNamespaces: existsSync('/proc/self/ns') ? readdirSync('/proc/self/ns') : [],
    namespaceLimits: readNamespaceLimits(),
    filesystems: readText('/proc/filesystems'),
    modules: readText(`/lib/modules/${kernel}/modules.dep`) + readText(`/lib/modules/${kernel}/modules.builtin`),
    mountinfo,
    cgroups: readText('/proc/cgroups'),
    v2Controllers: readV2Controllers(mountinfo),
    effectiveUid: process.geteuid?.() ?? -1,
    capabilities: readCapabilities(readText('/proc/self/status')),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readNamespaceLimits(): Record<string, number> {
  const names = ['mnt', 'uts', 'ipc', 'pid', 'net', 'cgroup'];
  const limits = names.map((name) => [name, readText(`/proc/sys/user/max_${name}_namespaces`).trim()] as const);
  return Object.fromEntries(limits.filter(([, text]) => text !== '').map(([name, text]) => [name, Number(text)]));
}

function readV2Controllers(mountinfo: string): Record<string, string> {
  const points = mountPointsOf(mountinfo, 'cgroup2');
  return Object.fromEntries(points.map((point) => [point, readText(`${point}/cgroup.controllers`)]));
}

function readCapabilities(status: string): bigint {
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return hex === undefined ? 0n : BigInt(`0x${hex}`);
}

/** Mount points of one file system type, by proc_pid_mountinfo(5): the type is the first field after the dash. */
export function mountPointsOf(mountinfo: string, type: string): string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const point = before?.split(' ')[4];
    return point !== undefined && after?.split(' ')[0] === type ? [point] : [];
  });
}
