// cgroups of the instance, in every hierarchy that is mounted, v1 and v2.
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { mountPointsOf } from '../preflight/kernel-reads.ts';
import { isInstanceName } from './instance-name.ts';

/** Deepest first: a cgroup can be removed only when it has no children (cgroups(7)). */
export function findCgroups(instance: string): string[] {
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  const roots = [...mountPointsOf(mountinfo, 'cgroup'), ...mountPointsOf(mountinfo, 'cgroup2')];
  return roots.flatMap((root) =>
    folders(root)
      .filter((name) => isInstanceName(name, `gantry-${instance}`))
      .flatMap((name) => deepestFirst(join(root, name))),
  );
}

function deepestFirst(path: string): string[] {
  return [...folders(path).flatMap((name) => deepestFirst(join(path, name))), path];
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

export function removeCgroup(path: string): void {
  rmdirSync(path);
}
