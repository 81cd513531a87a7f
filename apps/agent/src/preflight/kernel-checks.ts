// The kernel part of preflight: the list of its checks.
import type { CheckResult } from '@gantry/api/host/check-result';
import { checkCgroupMode } from './cgroup-mode.ts';
import { checkKernelNamespaces } from './kernel-namespaces.ts';
import { type KernelReads, readKernel } from './kernel-reads.ts';
import { checkKernelVersion } from './kernel-version.ts';
import { checkOverlayfs } from './overlayfs.ts';
import { checkPrivileges } from './privileges.ts';

const CHECKS: readonly ((reads: KernelReads) => CheckResult)[] = [
  checkKernelVersion,
  checkKernelNamespaces,
  checkCgroupMode,
  checkOverlayfs,
  checkPrivileges,
];

/** Runs all checks. What only containers need does not stop an ordinary user, who cannot run containers anyway. */
export function runKernelChecks(reads: KernelReads = readKernel()): CheckResult[] {
  const results = CHECKS.map((check) => check(reads));
  if (reads.effectiveUid === 0) return results;
  return results.map((result) => (result.status === 'fail' ? { ...result, status: 'warn' } : result));
}
