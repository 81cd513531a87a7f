// Starts a child again whenever it dies, until told to stop or until it keeps dying.
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { Child } from '../process/child.ts';
import type { RestartPolicy } from '../process/restart-policy.ts';

export interface KeptChild {
  /** Such as `control plane` */
  name: string;
  logFile: string;
  current: Child;
  start(signal: AbortSignal): Promise<Child>;
}

export interface Keeping {
  signal: AbortSignal;
  /** Gets a line for each event */
  report(line: string): void;
  policy: RestartPolicy;
}

/** Returns when `signal` is aborted; throws a Failure for a crash loop. */
export async function keepRunning(kept: KeptChild, { signal, report, policy }: Keeping): Promise<void> {
  const aborted = whenAborted(signal);
  while (!signal.aborted) {
    const end = await Promise.race([kept.current.ended, aborted]);
    if (signal.aborted || end === undefined) return;
    report(`${kept.name} ended with ${end}`);
    await restart(kept, { policy, signal, report, last: new Failure(`${kept.name} ended with ${end}`, '') });
  }
}

interface Restart extends Keeping {
  last: unknown;
}

async function restart(kept: KeptChild, { policy, signal, report, last }: Restart): Promise<void> {
  let cause = last;
  while (cause !== undefined && !signal.aborted) {
    const wait = policy.died(performance.now());
    if (wait === undefined) throw crashLoop(kept, cause);
    report(`${kept.name} is started again in ${wait / 1000} s`);
    cause = await startAgain(kept, { wait, signal });
    if (!signal.aborted)
      report(
        cause === undefined ? `${kept.name} runs again, as process ${kept.current.identity.pid}` : describe(cause),
      );
  }
}

/** Returns why it could not be started, undefined when it runs. */
async function startAgain(kept: KeptChild, { wait, signal }: { wait: number; signal: AbortSignal }): Promise<unknown> {
  try {
    await delay(wait, undefined, { signal });
    kept.current = await kept.start(signal);
    return undefined;
  } catch (error) {
    return error;
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function crashLoop({ name, logFile }: KeptChild, cause: unknown): Failure {
  const { message, remedy } = cause instanceof Failure ? cause : new Failure(String(cause), '');
  return new Failure(
    `the ${name} died five times within a minute, so Gantry stops (${message})`,
    remedy === '' ? `read ${logFile}` : remedy,
    { cause },
  );
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
