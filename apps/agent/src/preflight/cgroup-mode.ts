// Which cgroup hierarchy the machine has, and whether the controllers that limits need are there (cgroups(7)).
import type { CheckResult } from '@gantry/api/host/check-result';
import { type KernelReads, mountPointsOf } from './kernel-reads.ts';

const NEEDED = ['cpu', 'memory', 'pids', 'cpuset'];

export function checkCgroupMode(reads: Pick<KernelReads, 'mountinfo' | 'cgroups' | 'v2Controllers'>): CheckResult {
  const v1 = enabledV1Controllers(reads);
  const v2 = Object.values(reads.v2Controllers).flatMap((text) => text.split(/\s+/).filter((name) => name !== ''));
  const mode = describeMode(mountPointsOf(reads.mountinfo, 'cgroup').length, Object.keys(reads.v2Controllers).length);
  if (mode === undefined) {
    return {
      name: 'cgroups',
      status: 'fail',
      message: 'no cgroup hierarchy is mounted',
      remedy: 'mount -t cgroup2 none /sys/fs/cgroup (systemd and OpenRC do it at boot; a container needs it passed in)',
    };
  }
  const controllers = new Set([...v1, ...v2]);
  const missing = NEEDED.filter((name) => !controllers.has(name));
  if (missing.length > 0) {
    return {
      name: 'cgroups',
      status: 'warn',
      message: `${mode}, without ${missing.join(', ')}: these limits of containers cannot be enforced`,
      remedy: `boot with cgroup_enable=${missing.join(',')} (Raspberry Pi: also cgroup_memory=1), or a kernel that has them`,
    };
  }
  return { name: 'cgroups', status: 'pass', message: `${mode}, with ${NEEDED.join(', ')}`, remedy: '' };
}

function describeMode(v1Mounts: number, v2Mounts: number): string | undefined {
  if (v1Mounts > 0) return v2Mounts > 0 ? 'hybrid v1 and v2' : 'v1';
  return v2Mounts > 0 ? 'v2' : undefined;
}

/** Controllers mounted in a v1 hierarchy: the super options in mountinfo name them. */
function enabledV1Controllers({ mountinfo, cgroups }: Pick<KernelReads, 'mountinfo' | 'cgroups'>): string[] {
  const known = cgroups
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t')[0]);
  const mounted = mountinfo.split('\n').flatMap((line) => {
    const [type, , options] = line.split(' - ')[1]?.split(' ') ?? [];
    return type === 'cgroup' && options !== undefined ? options.split(',') : [];
  });
  return mounted.filter((name) => known.includes(name));
}
