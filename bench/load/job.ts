// What a load generator is asked to do, and what it answers. It runs in a process of its own and gets its job by IPC.
import type { Endpoint } from '../cluster/kubeconfig.ts';

/** Requests at fixed times, whatever the answers do; each is timed from when it was due. */
export interface OpenLoopJob {
  type: 'open-loop';
  endpoint: Endpoint;
  /** Paths, asked for in turn. */
  paths: readonly string[];
  perSecond: number;
  seconds: number;
  connections: number;
}

/** Creates, each connection sending the next as soon as it is answered. */
export interface CreatesJob {
  type: 'creates';
  endpoint: Endpoint;
  namespace: string;
  prefix: string;
  count: number;
  connections: number;
}

/** Rows inserted one by one, each connection the next as soon as it is answered. */
export interface InsertsJob {
  type: 'inserts';
  databaseUrl: string;
  count: number;
  connections: number;
}

/** One address fetched again and again, to its last byte. */
export interface FetchesJob {
  type: 'fetches';
  endpoint: Endpoint;
  path: string;
  count: number;
}

/** Rows selected again and again. */
export interface SelectsJob {
  type: 'selects';
  databaseUrl: string;
  namespace: string;
  count: number;
}

/** Many watchers; each write is timed until the last of them has it. */
export interface FanOutJob {
  type: 'fan-out';
  endpoint: Endpoint;
  watchPath: string;
  createPath: string;
  watchers: number;
  writes: number;
}

export type Job = OpenLoopJob | CreatesJob | InsertsJob | FetchesJob | SelectsJob | FanOutJob;

export interface JobResult {
  /** Milliseconds of each request, write or row. */
  latencies: readonly number[];
  /** From the first to the end of the last. */
  seconds: number;
  /** Bytes of one answer, or of one event; 0 where nobody asks. */
  bytes: number;
}

export type GeneratorMessage = { result: JobResult } | { error: string };
