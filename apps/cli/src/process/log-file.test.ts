import { closeSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog, readLogFrom, rotateLog } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a log that grew too large moves aside while its writer keeps its descriptor', () => {
  const path = join(folder, 'a.log');
  const descriptor = openLog(path);
  writeSync(descriptor, 'x'.repeat(100));
  rotateLog(path, 50);
  writeSync(descriptor, 'after');
  closeSync(descriptor);
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect(statSync(`${path}.1`).size).toBe(100);
});

test('a small log stays, and at most three old ones are kept', () => {
  const path = join(folder, 'a.log');
  for (let turn = 0; turn < 6; turn += 1) {
    writeFileSync(path, `${turn}`.repeat(10));
    rotateLog(path, 5);
    rotateLog(path, 5);
  }
  expect([1, 2, 3].map((age) => readFileSync(`${path}.${age}`, 'utf8')[0])).toEqual(['5', '4', '3']);
  expect(existsSync(`${path}.4`)).toBe(false);
});

test('reads from a place on, or from the start when the file was emptied since', () => {
  const path = join(folder, 'a.log');
  writeFileSync(path, 'before after');
  expect(readLogFrom(path, 7)).toBe('after');
  expect(readLogFrom(path, 700)).toBe('before after');
  expect(readLogFrom(join(folder, 'absent'), 0)).toBe('');
});
