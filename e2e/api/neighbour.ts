// Starts a client beside the test that reads one object fifty times a second and notes the slowest answer.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { clusterAccess } from './api-client.ts';

export interface NeighbourReport {
  /** Reads made. */
  count: number;
  /** Milliseconds of the slowest read. */
  slowest: number;
  /** Codes other than 200, and errors. */
  failures: unknown[];
}

export class Neighbour {
  private readonly worker: Worker;

  private constructor(worker: Worker) {
    this.worker = worker;
  }

  /** Resolves once it reads. */
  static async start(path: string): Promise<Neighbour> {
    const { server, ca, administrator } = await clusterAccess();
    const workerData = { url: `${server}${path}`, tls: { ca, ...administrator } };
    const worker = new Worker(new URL('neighbour.mjs', import.meta.url), { workerData });
    await once(worker, 'message');
    return new Neighbour(worker);
  }

  async stop(): Promise<NeighbourReport> {
    const answered = once(this.worker, 'message');
    this.worker.postMessage('stop');
    const [report]: NeighbourReport[] = await answered;
    await this.worker.terminate();
    if (!report) throw new Error('the neighbour said nothing');
    return report;
  }
}
