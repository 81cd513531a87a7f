// Is the kernel new enough for what containers need.
import type { CheckResult } from '@gantry/api/host/check-result';
import type { KernelReads } from './kernel-reads.ts';

/**
 * 5.10 is the oldest long-term kernel that has all of: pidfd_open and clone3 (5.3), openat2 (5.6, to resolve paths inside
 * an image without leaving it) and close_range (5.9, so that no descriptor leaks into a container).
 */
const MINIMUM = { major: 5, minor: 10 };
/** mount_setattr (5.12) and cgroup.kill (5.14) have slower substitutes below this. */
const RECOMMENDED = { major: 5, minor: 14 };

export function checkKernelVersion({ release }: Pick<KernelReads, 'release'>): CheckResult {
  const [major = 0, minor = 0] = release.split(/[.-]/).map(Number);
  const isAtLeast = (wanted: typeof MINIMUM) =>
    major > wanted.major || (major === wanted.major && minor >= wanted.minor);
  if (!isAtLeast(MINIMUM)) {
    return {
      name: 'kernel',
      status: 'fail',
      message: `Linux ${release} is older than 5.10, the minimum`,
      remedy:
        'upgrade to a distribution with Linux 5.10 or newer, better 5.14 (Debian 11, Ubuntu 22.04, RHEL 9 have it)',
    };
  }
  if (!isAtLeast(RECOMMENDED)) {
    return {
      name: 'kernel',
      status: 'warn',
      message: `Linux ${release} works (the minimum is 5.10), but lacks mount_setattr or cgroup.kill`,
      remedy: 'Linux 5.14 or newer is recommended',
    };
  }
  return { name: 'kernel', status: 'pass', message: `Linux ${release} (the minimum is 5.10)`, remedy: '' };
}
