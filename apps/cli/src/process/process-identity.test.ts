import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identifyProcess, isRunning, parseStartTime } from './process-identity.ts';

const REST = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20';

test('the start time is counted from the last parenthesis of the name', () => {
  expect(parseStartTime(`42 (a) b (c)) S ${REST}`)).toBe('4711');
});

test('a zombie does not run', () => {
  expect(parseStartTime(`42 (x) Z ${REST}`)).toBeUndefined();
});

test('a process runs until it ends, and another start time is another process', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child has no identity');
  expect(isRunning(identity)).toBe(true);
  expect(isRunning({ ...identity, startTime: '1' })).toBe(false);
  expect(isRunning({ ...identity, bootId: 'another boot' })).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(identity)).toBe(false);
});
