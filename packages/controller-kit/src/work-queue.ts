// Keys waiting to be reconciled. A key waits at most once, and is never worked on twice at a time:
// added while in work, it comes round again when that work is done (client-go's workqueue).
export class WorkQueue {
  private readonly waiting = new Set<string>();
  private readonly inWork = new Set<string>();
  private readonly again = new Set<string>();
  private readonly delayed = new Map<string, NodeJS.Timeout>();
  private readonly takers: ((key: string | undefined) => void)[] = [];
  private closed = false;

  add(key: string): void {
    if (this.closed) return;
    if (this.inWork.has(key)) {
      this.again.add(key);
      return;
    }
    const taker = this.takers.shift();
    if (!taker) {
      this.waiting.add(key);
      return;
    }
    this.inWork.add(key);
    taker(key);
  }

  /** Adds the key in `delay` milliseconds; of several delays of a key the earliest set one stands. */
  addAfter(key: string, delay: number): void {
    if (this.closed || this.delayed.has(key)) return;
    const timer = setTimeout(() => {
      this.delayed.delete(key);
      this.add(key);
    }, delay);
    this.delayed.set(key, timer);
  }

  /** @returns the next key, to be given back by `done`; undefined once the queue is closed */
  take(): Promise<string | undefined> {
    if (this.closed) return Promise.resolve(undefined);
    const [key] = this.waiting;
    if (key === undefined) return new Promise((resolve) => this.takers.push(resolve));
    this.waiting.delete(key);
    this.inWork.add(key);
    return Promise.resolve(key);
  }

  done(key: string): void {
    this.inWork.delete(key);
    if (this.again.delete(key)) this.add(key);
  }

  /** Number of keys waiting, in work or delayed. */
  get size(): number {
    return this.waiting.size + this.inWork.size + this.delayed.size;
  }

  close(): void {
    this.closed = true;
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.delayed.clear();
    this.waiting.clear();
    for (const taker of this.takers.splice(0)) taker(undefined);
  }
}
