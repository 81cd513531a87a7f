// When a child that died is started again: waits of 1, 2, 4 … 10 s, and an end when it keeps dying.

const WINDOW_MS = 60_000;
const MAX_DEATHS = 5;
const LONGEST_WAIT_MS = 10_000;

export class RestartPolicy {
  #deaths: number[] = [];
  readonly #firstWaitMs: number;

  constructor(firstWaitMs = 1000) {
    this.#firstWaitMs = firstWaitMs;
  }

  /** Notes a death at `now` (ms) and returns the wait in ms before the next start, or undefined when it is a crash loop. */
  died(now: number): number | undefined {
    this.#deaths = [...this.#deaths.filter((time) => now - time < WINDOW_MS), now];
    if (this.#deaths.length >= MAX_DEATHS) return undefined;
    return Math.min(this.#firstWaitMs * 2 ** (this.#deaths.length - 1), LONGEST_WAIT_MS);
  }
}
