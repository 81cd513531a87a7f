import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { type Child, describeEnd } from '../process/child.ts';
import { RestartPolicy } from '../process/restart-policy.ts';
import { type KeptChild, keepRunning } from './keep-running.ts';

/** A real process that ends at once, or lives until it is killed. */
function startShell(script: string): Child {
  const child = spawn('sh', ['-c', script]);
  const ended = new Promise<string>((resolve) =>
    child.on('exit', (code, signal) => resolve(describeEnd(code, signal))),
  );
  return {
    identity: { pid: child.pid ?? 0, startTime: '', bootId: '' },
    ended,
    stop: async () => void child.kill('SIGKILL'),
  };
}

function keep(start: KeptChild['start']) {
  const lines: string[] = [];
  const stop = new AbortController();
  const kept: KeptChild = { name: 'control plane', logFile: '/l', current: startShell('exit 3'), start };
  const keeping = { signal: stop.signal, report: (line: string) => lines.push(line), policy: new RestartPolicy(1) };
  return { lines, stop, kept, done: keepRunning(kept, keeping) };
}

test('a child that died is started again and kept', async () => {
  const { lines, stop, kept, done } = keep(async () => startShell('exec sleep 60'));
  await expect.poll(() => lines.at(-1)).toContain('runs again');
  expect(lines.slice(0, 2)).toEqual([
    'control plane ended with exit code 3',
    'control plane is started again in 0.001 s',
  ]);
  stop.abort();
  await done;
  await kept.current.stop(stop.signal);
});

test('a child that keeps dying ends it with one sentence', async () => {
  const { done } = keep(async () => startShell('exit 4'));
  await expect(done).rejects.toThrow('the control plane died five times within a minute, so Gantry stops');
});

test('a start that keeps failing ends it with its own reason and remedy', async () => {
  const { done } = keep(async () => {
    throw new Failure('the disk is full', 'free space');
  });
  await expect(done).rejects.toMatchObject({
    message: expect.stringContaining('(the disk is full)'),
    remedy: 'free space',
  });
});
