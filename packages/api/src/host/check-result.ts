// What one check of a machine found: the shape in which the agent's host entry and the command line's own checks meet.
// Read by hand: the `gantry` command stays resident, and a schema library would be most of its memory.

export interface CheckResult {
  /** Short name, lower-case, such as `kernel` */
  name: string;
  status: 'pass' | 'warn' | 'fail';
  /** What was found, one line */
  message: string;
  /** What to do about it; empty when it passed */
  remedy: string;
}

/** Something of an instance that was found in the kernel, and whether it is gone now. */
export interface HostLeftover {
  /** `mount`, `cgroup`, `interface` or `table` */
  type: string;
  /** Path or name of the thing */
  name: string;
  removed: boolean;
  /** Why it could not be removed; empty otherwise */
  reason: string;
}

/** Reads a list of results that another process printed as JSON; throws when it has another shape. */
export function parseCheckResults(json: string): CheckResult[] {
  return parseList(json, isCheckResult);
}

/** Reads a list of leftovers that another process printed as JSON; throws when it has another shape. */
export function parseHostLeftovers(json: string): HostLeftover[] {
  return parseList(json, isHostLeftover);
}

function parseList<T>(json: string, isItem: (value: unknown) => value is T): T[] {
  const value: unknown = JSON.parse(json);
  if (Array.isArray(value) && value.every(isItem)) return value;
  throw new Error('the list has another shape than expected');
}

function isCheckResult(value: unknown): value is CheckResult {
  if (!hasTexts(value, ['name', 'message', 'remedy'])) return false;
  return 'status' in value && (value.status === 'pass' || value.status === 'warn' || value.status === 'fail');
}

function isHostLeftover(value: unknown): value is HostLeftover {
  return hasTexts(value, ['type', 'name', 'reason']) && 'removed' in value && typeof value.removed === 'boolean';
}

function hasTexts(value: unknown, keys: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return keys.every((key) => typeof Reflect.get(value, key) === 'string');
}
