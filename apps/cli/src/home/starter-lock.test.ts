import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identifyProcess } from '../process/process-identity.ts';
import { writeRunRecord } from '../process/run-record.ts';
import { prepareHome } from './data-directory.ts';
import { type HomeLayout, homeLayout } from './home-layout.ts';
import { runningStarter, takeStarterLock } from './starter-lock.ts';

let layout: HomeLayout;
beforeEach(() => {
  layout = homeLayout(mkdtempSync(join(tmpdir(), 'gantry-lock-')));
  prepareHome(layout);
});
afterEach(() => rmSync(layout.home, { recursive: true }));

test('a second starter is told who holds the data directory', () => {
  const release = takeStarterLock(layout);
  expect(() => takeStarterLock(layout)).toThrow(`Gantry already runs on ${layout.home}, as process ${process.pid}`);
  expect(runningStarter(layout)?.pid).toBe(process.pid);
  release();
  expect(runningStarter(layout)).toBeUndefined();
  takeStarterLock(layout)();
  expect(readdirSync(layout.runFolder)).toEqual([]);
});

test('the lock of a starter that was killed is taken over', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child has no identity');
  writeRunRecord(layout.runFolder, { name: 'starter', ...identity, argv: [] });
  expect(() => takeStarterLock(layout)).toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  takeStarterLock(layout)();
});

test('a pid that another process has by now does not hold the lock', () => {
  writeRunRecord(layout.runFolder, { name: 'starter', pid: process.pid, startTime: '1', bootId: '', argv: [] });
  takeStarterLock(layout)();
});

test('a lock that is not readable as one is stale', () => {
  writeFileSync(layout.starterLock, '{"pid":');
  takeStarterLock(layout)();
});
