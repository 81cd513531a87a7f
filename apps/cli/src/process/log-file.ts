// Log files of children, $GANTRY_HOME/logs/<name>.log. A child writes to its file itself (appending), so neither the
// starter's death nor its slowness ever blocks it; the starter only keeps the file bounded.
import { closeSync, copyFileSync, openSync, readSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 8 * 1024 * 1024;
const KEPT_FILES = 3;
const CHECK_MS = 5000;

/** Opens for appending; the caller closes the descriptor once the child has it. */
export function openLog(path: string): number {
  return openSync(path, 'a', 0o600);
}

/** Current size in bytes, 0 when absent: the place from which a child's own lines begin. */
export function logSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Text from byte `from` to the end, at most the last 64 KiB. */
export function readLogFrom(path: string, from: number): string {
  const size = logSize(path);
  const start = Math.max(from > size ? 0 : from, size - 65_536);
  const buffer = Buffer.alloc(size - start);
  try {
    const file = openSync(path, 'r');
    const length = readSync(file, buffer, 0, buffer.length, start);
    closeSync(file);
    return buffer.toString('utf8', 0, length);
  } catch {
    return '';
  }
}

/** Keeps the files bounded until the returned function is called. */
export function keepLogsBounded(paths: readonly string[]): () => void {
  const rotate = () => {
    for (const path of paths) rotateLog(path);
  };
  rotate();
  const timer = setInterval(rotate, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Copies a log that has grown too large aside and empties it in place: the child's descriptor stays valid. */
export function rotateLog(path: string, maxBytes = MAX_BYTES): void {
  if (logSize(path) <= maxBytes) return;
  try {
    for (let age = KEPT_FILES - 1; age >= 1; age -= 1) moveIfThere(`${path}.${age}`, `${path}.${age + 1}`);
    copyFileSync(path, `${path}.1`);
  } catch {
    // A full disk: giving up the old lines frees the space that is missing.
    rmSync(`${path}.1`, { force: true });
  }
  truncateSync(path, 0);
}

function moveIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
