// When a child that died is started again: at once after a steady run, later and later after short ones, and not at all
// when it could not be started for half a minute.

/** Milliseconds of service after which a death says nothing about the next run. */
const STEADY_MS = 2_000;
/** What a child needs may be on its way: a database that recovers. */
const PATIENCE_MS = 30_000;
const MIN_FAILED_STARTS = 5;
const LONGEST_WAIT_MS = 10_000;

export class RestartPolicy {
  #shortRuns = 0;
  #failedStarts = 0;
  #failingSince = 0;
  readonly #firstWaitMs: number;
  readonly #patienceMs: number;

  constructor({ firstWaitMs = 100, patienceMs = PATIENCE_MS } = {}) {
    this.#firstWaitMs = firstWaitMs;
    this.#patienceMs = patienceMs;
  }

  /** The child died after serving for `servedMs`. @returns ms to wait before the next start */
  died(servedMs: number): number {
    this.#failedStarts = 0;
    this.#shortRuns = servedMs >= STEADY_MS ? 1 : this.#shortRuns + 1;
    return this.#wait(this.#shortRuns);
  }

  /** The child could not be started, at `now` ms. @returns ms to wait before the next try; undefined when hopeless */
  failed(now: number): number | undefined {
    if (this.#failedStarts === 0) this.#failingSince = now;
    this.#failedStarts += 1;
    const hopeless = this.#failedStarts >= MIN_FAILED_STARTS && now - this.#failingSince >= this.#patienceMs;
    return hopeless ? undefined : this.#wait(this.#shortRuns + this.#failedStarts);
  }

  #wait(count: number): number {
    return Math.min(this.#firstWaitMs * 2 ** (count - 1), LONGEST_WAIT_MS);
  }
}
