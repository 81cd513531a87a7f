// Ctrl-C and its kin: the first stops in order, a second one forces. npm passes each signal on once more, and a terminal
// reaches the whole process group, so repeats within a second count as one.

const SAME_MS = 1000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class StopSignals {
  readonly #stopping = new AbortController();
  readonly #forced = new AbortController();
  readonly #now: () => number;
  #lastCounted = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Aborted by the first signal. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Aborted by the second. */
  get forced(): AbortSignal {
    return this.#forced.signal;
  }

  receive(): void {
    const now = this.#now();
    if (now - this.#lastCounted < SAME_MS) return;
    this.#lastCounted = now;
    if (this.stopping.aborted) this.#forced.abort();
    this.#stopping.abort();
  }

  /** Listens to the process's signals until the returned function is called. */
  listen(): () => void {
    const receive = () => this.receive();
    for (const signal of SIGNALS) process.on(signal, receive);
    return () => {
      for (const signal of SIGNALS) process.off(signal, receive);
    };
  }
}
