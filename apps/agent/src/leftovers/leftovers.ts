// Finds and removes what an instance left in the kernel: mounts, cgroups, interfaces and nftables tables, by its names.
// Everything a Gantry makes carries its instance id behind `gantry` (interfaces: `gtr`), so nobody else's is touched.
import type { HostLeftover } from '@gantry/api/host/check-result';
import { findCgroups, removeCgroup } from './cgroups.ts';
import { findInterfaces, removeInterface } from './interfaces.ts';
import { findMounts, removeMount } from './mounts.ts';
import { findTables, removeTable } from './nft-tables.ts';

interface LeftoverKind {
  type: string;
  find(instance: string): string[];
  /** Throws when it cannot. */
  remove(name: string): void;
}

/** Mounts first: they hold the rest busy. */
const KINDS: readonly LeftoverKind[] = [
  { type: 'mount', find: findMounts, remove: removeMount },
  { type: 'cgroup', find: findCgroups, remove: removeCgroup },
  { type: 'interface', find: findInterfaces, remove: removeInterface },
  { type: 'table', find: findTables, remove: removeTable },
];

/** Lists what is there, removing nothing. */
export function findLeftovers(instance: string): HostLeftover[] {
  return KINDS.flatMap(({ type, find }) => find(instance).map((name) => ({ type, name, removed: false, reason: '' })));
}

/** Removes what was found; what resists keeps its reason. */
export function removeLeftovers(found: HostLeftover[]): HostLeftover[] {
  return found.map((leftover) => {
    const kind = KINDS.find(({ type }) => type === leftover.type);
    try {
      kind?.remove(leftover.name);
      return { ...leftover, removed: true };
    } catch (error) {
      return { ...leftover, reason: error instanceof Error ? error.message : String(error) };
    }
  });
}
