// What one check of a machine found: the shape in which the agent's host entry and the command-line's own checks meet.
import { z } from 'zod';

const checkResult = z.object({
  /** Short name, lower-case, such as `kernel` */
  name: z.string(),
  status: z.enum(['pass', 'warn', 'fail']),
  /** What was found, one line */
  message: z.string(),
  /** What to do about it; empty when it passed */
  remedy: z.string(),
});

export type CheckResult = z.infer<typeof checkResult>;

/** Reads a list of results that another process printed as JSON; throws when it has another shape. */
export function parseCheckResults(json: string): CheckResult[] {
  return z.array(checkResult).parse(JSON.parse(json));
}

const hostLeftover = z.object({
  /** `mount`, `cgroup`, `interface` or `table` */
  type: z.string(),
  /** Path or name of the thing */
  name: z.string(),
  removed: z.boolean(),
  /** Why it could not be removed; empty otherwise */
  reason: z.string(),
});

/** Something of an instance that was found in the kernel, and whether it is gone now. */
export type HostLeftover = z.infer<typeof hostLeftover>;

/** Reads a list of leftovers that another process printed as JSON; throws when it has another shape. */
export function parseHostLeftovers(json: string): HostLeftover[] {
  return z.array(hostLeftover).parse(JSON.parse(json));
}
