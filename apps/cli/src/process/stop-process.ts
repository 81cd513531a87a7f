// Ends a process by a row of signals, each given its time, and waits until it is gone.
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

export interface StopStep {
  signal: NodeJS.Signals;
  /** How long to wait for the end before the next step, in ms */
  waitMs: number;
}

const POLL_MS = 20;
/** Even after SIGKILL the kernel may need a moment (a process in an uninterruptible wait). */
const KILL_WAIT_MS = 5000;

/**
 * Sends each step's signal until the process is gone; SIGKILL is the last. An aborted `hurry` skips the waits.
 * Returns whether it is gone.
 */
export async function stopProcess(
  identity: ProcessIdentity,
  steps: readonly StopStep[],
  hurry?: AbortSignal,
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!sendSignal(identity, signal)) return true;
    if (await waitForEnd(identity, { waitMs, hurry })) return true;
  }
  sendSignal(identity, 'SIGKILL');
  return waitForEnd(identity, { waitMs: KILL_WAIT_MS });
}

async function waitForEnd(
  identity: ProcessIdentity,
  { waitMs, hurry }: { waitMs: number; hurry?: AbortSignal | undefined },
) {
  const deadline = performance.now() + waitMs;
  const wasHurried = hurry?.aborted ?? false;
  while (isRunning(identity)) {
    const hurried = !wasHurried && hurry?.aborted === true;
    if (hurried || performance.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return isRunning(identity);
  }
}
