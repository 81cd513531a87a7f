import { describe, expect, test } from 'vitest';
import { runKernelChecks } from './kernel-checks.ts';
import { type KernelReads, mountPointsOf, readKernel } from './kernel-reads.ts';

const V2 = '25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
const V1 =
  '31 25 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n32 25 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n';
const CGROUPS = '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t1\t1\nmemory\t2\t1\t1\n';

const GOOD: KernelReads = {
  release: '6.1.0-18-amd64',
  kernelNamespaces: ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'],
  namespaceLimits: { mnt: 100, net: 100 },
  filesystems: 'nodev\ttmpfs\nnodev\toverlay\n',
  modules: '',
  mountinfo: V2,
  cgroups: '',
  v2Controllers: { '/sys/fs/cgroup': 'cpuset cpu io memory pids\n' },
  effectiveUid: 0,
  capabilities: (1n << 41n) - 1n,
};

const find = (name: string, change: Partial<KernelReads>) =>
  runKernelChecks({ ...GOOD, ...change }).find((check) => check.name === name);

test('a good machine passes everything', () => {
  expect(runKernelChecks(GOOD).map(({ status }) => status)).toEqual(Array(5).fill('pass'));
});

test.each([
  ['4.18.0-553.el8', 'fail'],
  ['5.9.16', 'fail'],
  ['5.10.0-28-amd64', 'warn'],
  ['5.14.0-427.el9', 'pass'],
  ['6.18.44-fc-v595', 'pass'],
])('kernel %s %s', (release, status) => {
  expect(find('kernel', { release })?.status).toBe(status);
});

test('missing and forbidden kernel namespaces fail with their names', () => {
  expect(find('kernel namespaces', { kernelNamespaces: ['mnt', 'uts', 'ipc', 'pid', 'cgroup'] })?.message).toContain(
    'no net',
  );
  expect(find('kernel namespaces', { namespaceLimits: { net: 0 } })).toMatchObject({
    status: 'fail',
    remedy: 'sysctl -w user.max_net_namespaces=10000',
  });
});

describe('cgroups', () => {
  test('hybrid machines count the controllers of both', () => {
    const hybrid = {
      mountinfo: V1 + V2,
      cgroups: CGROUPS,
      v2Controllers: { '/sys/fs/cgroup/unified': 'pids cpuset\n' },
    };
    expect(find('cgroups', hybrid)).toMatchObject({
      status: 'pass',
      message: 'hybrid v1 and v2, with cpu, memory, pids, cpuset',
    });
  });

  test('missing controllers warn, none at all fails', () => {
    expect(find('cgroups', { v2Controllers: { '/sys/fs/cgroup': 'cpu pids cpuset' } })?.message).toBe(
      'v2, without memory: these limits of containers cannot be enforced',
    );
    expect(find('cgroups', { mountinfo: '', v2Controllers: {} })?.status).toBe('fail');
  });
});

test('overlayfs may be a module that is not loaded yet', () => {
  expect(find('overlayfs', { filesystems: '', modules: 'kernel/fs/overlayfs/overlay.ko.xz:\n' })?.status).toBe('pass');
  expect(find('overlayfs', { filesystems: 'nodev\toverlayfoo\n' })?.status).toBe('fail');
});

test('without root everything that fails only warns, and says what works', () => {
  const results = runKernelChecks({ ...GOOD, effectiveUid: 1000, release: '4.4.0' });
  expect(results.every(({ status }) => status !== 'fail')).toBe(true);
  expect(results.find(({ name }) => name === 'privileges')?.message).toContain('containers need root');
});

test('root without a capability warns with its name', () => {
  expect(find('privileges', { capabilities: GOOD.capabilities & ~(1n << 21n) })?.message).toContain('CAP_SYS_ADMIN');
});

test('this machine can be read', () => {
  const reads = readKernel();
  expect(reads.kernelNamespaces).toContain('net');
  expect(mountPointsOf(reads.mountinfo, 'proc')).toContain('/proc');
});
