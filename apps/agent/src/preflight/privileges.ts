// May this process run containers: root with the capabilities that takes (capabilities(7)).
import type { CheckResult } from '@gantry/api/host/check-result';
import type { KernelReads } from './kernel-reads.ts';

/** Bit numbers from linux/capability.h. */
const NEEDED: Record<string, bigint> = {
  CAP_CHOWN: 0n,
  CAP_DAC_OVERRIDE: 1n,
  CAP_KILL: 5n,
  CAP_SETGID: 6n,
  CAP_SETUID: 7n,
  CAP_SETPCAP: 8n,
  CAP_NET_ADMIN: 12n,
  CAP_SYS_CHROOT: 18n,
  CAP_SYS_ADMIN: 21n,
  CAP_MKNOD: 27n,
};

export function checkPrivileges(reads: Pick<KernelReads, 'effectiveUid' | 'capabilities'>): CheckResult {
  if (reads.effectiveUid !== 0) {
    return {
      name: 'privileges',
      status: 'warn',
      message: `runs as user id ${reads.effectiveUid}: the API server works, containers need root`,
      remedy: 'start as root (sudo npm start) where containers are to run',
    };
  }
  const missing = Object.entries(NEEDED).filter(([, bit]) => ((reads.capabilities >> bit) & 1n) === 0n);
  if (missing.length > 0) {
    return {
      name: 'privileges',
      status: 'warn',
      message: `root without ${missing.map(([name]) => name).join(', ')}: containers may not start`,
      remedy: 'inside a container, start it with --privileged; under systemd, widen CapabilityBoundingSet',
    };
  }
  return { name: 'privileges', status: 'pass', message: 'root with the capabilities containers need', remedy: '' };
}
