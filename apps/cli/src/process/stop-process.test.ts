import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { identifyProcess } from './process-identity.ts';
import { stopProcess } from './stop-process.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function startChild(script: string) {
  const child = spawn(process.execPath, ['-e', `${script};process.stdout.write('up');setInterval(() => {}, 1000)`]);
  children.push(child);
  await once(child.stdout, 'data');
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child has no identity');
  return { child, identity };
}

test('the first signal is enough for a process that listens', async () => {
  const { child, identity } = await startChild('');
  const exit = once(child, 'exit');
  expect(await stopProcess(identity, [{ signal: 'SIGTERM', waitMs: 10_000 }])).toBe(true);
  expect(await exit).toEqual([null, 'SIGTERM']);
});

test('a deaf process is killed after its time', async () => {
  const { child, identity } = await startChild("process.on('SIGTERM', () => {})");
  const exit = once(child, 'exit');
  expect(await stopProcess(identity, [{ signal: 'SIGTERM', waitMs: 50 }])).toBe(true);
  expect(await exit).toEqual([null, 'SIGKILL']);
});

test('hurry cuts the wait short', async () => {
  const { identity } = await startChild("process.on('SIGTERM', () => {})");
  const hurry = new AbortController();
  const stopping = stopProcess(identity, [{ signal: 'SIGTERM', waitMs: 60_000 }], hurry.signal);
  hurry.abort();
  expect(await stopping).toBe(true);
});

test('a process that is gone, or another one with its pid, is left alone', async () => {
  const { child, identity } = await startChild('');
  expect(await stopProcess({ ...identity, startTime: '1' }, [])).toBe(true);
  expect(child.exitCode).toBeNull();
  expect(child.killed).toBe(false);
});
