// A running child as the starter sees it.
import type { ProcessIdentity } from './process-identity.ts';

export interface Child {
  identity: ProcessIdentity;
  /** Resolves with how it ended, such as `exit code 1` or `signal SIGKILL`; never rejects */
  ended: Promise<string>;
  /** Ends it in good order; `hurry` cuts the waits short */
  stop(hurry: AbortSignal): Promise<void>;
}

/** Words for an exit. */
export function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
