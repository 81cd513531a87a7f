// Mounts whose mount point has a path segment of the instance.
import { readFileSync } from 'node:fs';
import { hasInstanceSegment } from './instance-name.ts';
import { runSystemProgram } from './system-program.ts';

/** Innermost first, so that each can be unmounted in turn. */
export function findMounts(instance: string): string[] {
  return mountPoints(readFileSync('/proc/self/mountinfo', 'utf8'))
    .filter((point) => hasInstanceSegment(point, instance))
    .reverse();
}

/** Mount points of a mountinfo text, in mount order; octal escapes (proc_pid_mountinfo(5)) resolved. */
export function mountPoints(mountinfo: string): string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    if (point === undefined) return [];
    return [point.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))];
  });
}

export function removeMount(point: string): void {
  runSystemProgram('umount', ['--', point]);
}
