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
  const keeping = {
    signal: stop.signal,
    report: (line: string) => lines.push(line),
    policy: new RestartPolicy({ firstWaitMs: 1, patienceMs: 20 }),
  };
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

test('a child that keeps dying soon is started again later and later', async () => {
  const { lines, stop, done } = keep(async () => startShell('exit 4'));
  const waits = () => lines.flatMap((line) => /started again in (\S+) s/.exec(line)?.[1] ?? []);
  await expect.poll(() => waits().length).toBeGreaterThan(5);
  expect(waits().slice(0, 5)).toEqual(['0.001', '0.002', '0.004', '0.008', '0.016']);
  stop.abort();
  await done;
});

test('a start that keeps failing ends it with its own reason and remedy', async () => {
  const { done } = keep(async () => {
    throw new Failure('the disk is full', 'free space');
  });
  await expect(done).rejects.toMatchObject({
    message: 'the control plane could not be started again, so Gantry stops (the disk is full)',
    remedy: 'free space',
  });
});
