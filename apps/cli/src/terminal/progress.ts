// Phases of a start: shown when they last more than a second (a spinner line on a terminal, plain lines elsewhere, on
// stderr), and timed for the line at the end.

export interface PhaseTime {
  name: string;
  seconds: number;
}

/** Replaces the words behind a phase's name while it runs, such as `recovering`. */
export type Note = (text: string) => void;

const SPINNER = ['|', '/', '-', '\\'];
const QUIET_MS = 1000;
const TICK_MS = 120;

export class Progress {
  readonly times: PhaseTime[];
  readonly #stream: NodeJS.WriteStream;
  #clearLine: () => void = () => undefined;

  constructor(stream: NodeJS.WriteStream, earlier: readonly PhaseTime[] = []) {
    this.#stream = stream;
    this.times = [...earlier];
  }

  /** Runs one phase; its time is kept when it succeeds. */
  async phase<T>(name: string, work: (note: Note) => Promise<T>): Promise<T> {
    const started = performance.now();
    const display = this.#stream.isTTY ? this.#spin(name, started) : this.#announce(name, started);
    try {
      const value = await work(display.note);
      this.times.push({ name, seconds: (performance.now() - started) / 1000 });
      return value;
    } finally {
      display.end();
    }
  }

  /** Writes a line of its own, past a spinner that may be turning. */
  line(text: string): void {
    this.#clearLine();
    this.#stream.write(`${text}\n`);
  }

  #spin(name: string, started: number) {
    let turn = 0;
    let words = name;
    const timer = setInterval(() => {
      const elapsed = performance.now() - started;
      if (elapsed < QUIET_MS) return;
      turn += 1;
      this.#clearLine = () => this.#stream.write('\r\x1b[K');
      this.#stream.write(`\r\x1b[K${SPINNER[turn % SPINNER.length]} ${words} ${(elapsed / 1000).toFixed(0)} s`);
    }, TICK_MS);
    const note = (text: string) => {
      words = `${name}: ${text}`;
    };
    return { note, end: () => this.#endDisplay(() => clearInterval(timer)) };
  }

  #announce(name: string, started: number) {
    let words = name;
    let shown = '';
    const show = () => {
      if (performance.now() - started < QUIET_MS || words === shown) return;
      shown = words;
      this.#stream.write(`${words} ...\n`);
    };
    const timer = setInterval(show, QUIET_MS);
    const note = (text: string) => {
      words = `${name}: ${text}`;
    };
    return { note, end: () => this.#endDisplay(() => clearInterval(timer)) };
  }

  #endDisplay(stop: () => void): void {
    stop();
    this.#clearLine();
    this.#clearLine = () => undefined;
  }
}
