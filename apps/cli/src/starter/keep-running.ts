// Starts a child again whenever it dies, until told to stop or until it cannot be started any more.
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

/** Returns when `signal` is aborted; throws a Failure when the child cannot be started again. */
export async function keepRunning(kept: KeptChild, { signal, report, policy }: Keeping): Promise<void> {
  const aborted = whenAborted(signal);
  let since = performance.now();
  while (!signal.aborted) {
    const end = await Promise.race([kept.current.ended, aborted]);
    if (signal.aborted || end === undefined) return;
    report(`${kept.name} ended with ${end}`);
    await restart(kept, { policy, signal, report, wait: policy.died(performance.now() - since) });
    since = performance.now();
  }
}

interface Restart extends Keeping {
  /** Milliseconds before the first try. */
  wait: number;
}

async function restart(kept: KeptChild, { policy, signal, report, wait: first }: Restart): Promise<void> {
  let wait = first;
  while (!signal.aborted) {
    report(`${kept.name} is started again in ${wait / 1000} s`);
    const cause = await startAgain(kept, { wait, signal });
    if (signal.aborted) return;
    report(cause === undefined ? `${kept.name} runs again, as process ${kept.current.identity.pid}` : describe(cause));
    if (cause === undefined) return;
    const next = policy.failed(performance.now());
    if (next === undefined) throw hopeless(kept, cause);
    wait = next;
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

function hopeless({ name, logFile }: KeptChild, cause: unknown): Failure {
  const { message, remedy } = cause instanceof Failure ? cause : new Failure(String(cause), '');
  return new Failure(
    `the ${name} could not be started again, so Gantry stops (${message})`,
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
