// Runs controllers that are killed after every n-th write and started again, until what they work toward is reached.
import { setTimeout as pause } from 'node:timers/promises';
import { type RunnerOptions, runControllers } from '../runner.ts';
import { MortalProcess } from './crashing-client.ts';

export interface CrashOptions {
  /** Writes each run makes before it is killed; Infinity: it is not. */
  everyWrites: number;
  /** Whether there is nothing left to do. */
  settled: () => boolean;
  /** Milliseconds after which a run that does not settle is given up. */
  patience?: number;
}

/**
 * @returns number of crashes on the way
 * @throws Error when the last run neither settled nor wrote
 */
export async function runWithCrashes(options: RunnerOptions, crash: CrashOptions): Promise<number> {
  for (let crashes = 0; ; crashes += 1) {
    if (!(await runOnce(options, crash))) return crashes;
  }
}

/** @returns whether it was killed */
async function runOnce(options: RunnerOptions, { everyWrites, settled, patience = 5_000 }: CrashOptions) {
  const end = new AbortController();
  const process = new MortalProcess(everyWrites, () => end.abort());
  const clientFor = (name: string) => process.client(options.clientFor(name));
  const running = runControllers({ ...options, clientFor }, end.signal);
  const deadline = performance.now() + patience;
  while (!end.signal.aborted && !settled() && performance.now() < deadline) await pause(5);
  end.abort();
  await running;
  if (!process.dead && !settled()) throw new Error('the controllers came to rest before everything was settled');
  return process.dead;
}
