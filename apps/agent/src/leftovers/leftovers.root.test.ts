// Real mounts, cgroups and interfaces of an instance are found, removed, and nothing of a neighbour's.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mountPointsOf } from '../preflight/kernel-reads.ts';
import { findLeftovers, removeLeftovers } from './leftovers.ts';

const INSTANCE = `t${process.pid.toString(36).padStart(7, '0').slice(-7)}`;
const NEIGHBOUR = `n${INSTANCE.slice(1)}`;

function makeLeftovers(instance: string, folder: string, cgroupRoot: string) {
  const mount = join(folder, `gantry-${instance}`, 'm');
  mkdirSync(mount, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', 'gantry-test', mount]);
  mkdirSync(join(cgroupRoot, `gantry-${instance}`, 'pod'), { recursive: true });
  execFileSync('ip', ['link', 'add', `gtr${instance.slice(0, 6)}0`, 'type', 'bridge']);
}

test('what an instance left is removed, and a neighbour keeps its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-leftovers-'));
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  const [cgroupRoot = ''] = [...mountPointsOf(mountinfo, 'cgroup2'), ...mountPointsOf(mountinfo, 'cgroup')];
  // The first six characters name an interface: a neighbour differs in the first.
  makeLeftovers(INSTANCE, folder, cgroupRoot);
  makeLeftovers(NEIGHBOUR, folder, cgroupRoot);
  try {
    const found = findLeftovers(INSTANCE);
    expect(found.map(({ type }) => type)).toEqual(['mount', 'cgroup', 'cgroup', 'interface']);
    expect(removeLeftovers(found).every(({ removed }) => removed)).toBe(true);
    expect(findLeftovers(INSTANCE)).toEqual([]);
    expect(findLeftovers(NEIGHBOUR)).toHaveLength(4);
  } finally {
    removeLeftovers(findLeftovers(INSTANCE));
    removeLeftovers(findLeftovers(NEIGHBOUR));
    rmSync(folder, { recursive: true });
  }
  expect(existsSync(join(cgroupRoot, `gantry-${NEIGHBOUR}`))).toBe(false);
});

test('what is in use keeps its reason', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-busy-'));
  const mount = join(folder, `gantry-${INSTANCE}`);
  mkdirSync(mount);
  execFileSync('mount', ['-t', 'tmpfs', 'gantry-test', mount]);
  const open = openSync(mount, 'r');
  try {
    const [busy] = removeLeftovers(findLeftovers(INSTANCE));
    expect(busy).toMatchObject({ type: 'mount', removed: false });
    expect(busy?.reason).toContain('busy');
  } finally {
    closeSync(open);
    removeLeftovers(findLeftovers(INSTANCE));
    rmSync(folder, { recursive: true });
  }
});
