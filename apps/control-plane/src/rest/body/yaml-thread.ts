// Hands large YAML to a worker thread, one text at a time, each within a time bound. The thread starts when needed.
import { Worker } from 'node:worker_threads';
import { type YamlLimits, YamlRefused, type YamlResult } from './yaml-text.ts';
import type { YamlJob, YamlOutcome } from './yaml-worker.ts';

export interface YamlThreadOptions {
  /** Bundled `yaml-worker.ts`. */
  entry: URL;
  /** Milliseconds one text may take. */
  timeLimit: number;
}

export class YamlThread {
  private readonly options: YamlThreadOptions;
  private worker: Worker | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: YamlThreadOptions) {
    this.options = options;
  }

  /** @throws YamlRefused */
  read(text: string, limits: YamlLimits): Promise<YamlResult> {
    const mine = this.turn.then(() => this.run({ text, limits }));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async run(job: YamlJob): Promise<YamlResult> {
    const worker = this.started();
    const outcome = await this.answer(worker, job);
    if (outcome?.type === 'read') return outcome.result;
    if (outcome?.type === 'refused') throw new YamlRefused(outcome.message);
    await this.close();
    throw new YamlRefused('the document takes too long or too much memory to read');
  }

  private started(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.options.entry, { resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    // An error of the thread between two texts must not end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    this.worker = worker;
    return worker;
  }

  /** Nothing when the thread ended or ran out of time. */
  private answer(worker: Worker, job: YamlJob): Promise<YamlOutcome | undefined> {
    return new Promise((resolve) => {
      const answered = (outcome: YamlOutcome) => done(outcome);
      const ended = () => done();
      const done = (outcome?: YamlOutcome) => {
        clearTimeout(timer);
        // Each by itself: without the listeners of its own that a Worker has, its next answer would not arrive.
        worker.off('message', answered).off('error', ended).off('exit', ended);
        resolve(outcome);
      };
      const timer = setTimeout(done, this.options.timeLimit);
      worker.on('message', answered).on('error', ended).on('exit', ended);
      worker.postMessage(job);
    });
  }
}
