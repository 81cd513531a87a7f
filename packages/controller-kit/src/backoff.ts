// How long a failing key waits: 5 ms, doubling to 1,000 s, each key for itself
// (client-go's DefaultTypedControllerRateLimiter).
const base = 5;
const longest = 1_000_000;

export class Backoff {
  private readonly failures = new Map<string, number>();

  /** @returns milliseconds until the next try */
  next(key: string): number {
    const failed = this.failures.get(key) ?? 0;
    this.failures.set(key, failed + 1);
    return Math.min(base * 2 ** failed, longest);
  }

  /** The key succeeded: its next failure waits shortly again. */
  forget(key: string): void {
    this.failures.delete(key);
  }

  /** Failures of the key since it last succeeded. */
  count(key: string): number {
    return this.failures.get(key) ?? 0;
  }
}
