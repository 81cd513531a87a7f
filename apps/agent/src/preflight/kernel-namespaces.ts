// Can containers get kernel namespaces of their own.
import type { CheckResult } from '@gantry/api/host/check-result';
import type { KernelReads } from './kernel-reads.ts';

const NEEDED = ['mnt', 'uts', 'ipc', 'pid', 'net', 'cgroup'];

export function checkKernelNamespaces(reads: Pick<KernelReads, 'kernelNamespaces' | 'namespaceLimits'>): CheckResult {
  const missing = NEEDED.filter((name) => !reads.kernelNamespaces.includes(name));
  if (missing.length > 0) {
    return {
      name: 'kernel namespaces',
      status: 'fail',
      message: `this kernel has no ${missing.join(', ')} namespace`,
      remedy: 'run a kernel built with CONFIG_NAMESPACES and its options, as every distribution ships it',
    };
  }
  const forbidden = NEEDED.filter((name) => reads.namespaceLimits[name] === 0);
  if (forbidden.length > 0) {
    const sysctls = forbidden.map((name) => `user.max_${name}_namespaces`);
    return {
      name: 'kernel namespaces',
      status: 'fail',
      message: `${sysctls.join(', ')} ${sysctls.length > 1 ? 'are' : 'is'} 0, so no container can be isolated`,
      remedy: `sysctl -w ${sysctls.map((name) => `${name}=10000`).join(' ')}`,
    };
  }
  return { name: 'kernel namespaces', status: 'pass', message: NEEDED.join(', '), remedy: '' };
}
