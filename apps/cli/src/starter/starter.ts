// The starter: brings up PostgreSQL and the control plane, keeps them running, and takes them down in order.
import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import { prepareHome } from '../home/data-directory.ts';
import type { HomeLayout } from '../home/home-layout.ts';
import { takeStarterLock } from '../home/starter-lock.ts';
import { probeDatabase } from '../postgres/database-probe.ts';
import { type EmbeddedPostgres, prepareEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import { keepLogsBounded } from '../process/log-file.ts';
import { RestartPolicy } from '../process/restart-policy.ts';
import type { Progress } from '../terminal/progress.ts';
import { controlPlane, type Endpoint } from './control-plane.ts';
import { type KeptChild, keepRunning } from './keep-running.ts';
import { stopLeftoverProcesses } from './leftover-processes.ts';
import type { StopSignals } from './stop-signals.ts';

export interface StarterParts {
  config: Config;
  layout: HomeLayout;
  progress: Progress;
  signals: StopSignals;
}

export class Starter {
  readonly #parts: StarterParts;
  /** In the order of their start; stopped from the last. */
  readonly #children: KeptChild[] = [];
  /** What to undo at the end, the last first. */
  readonly #undo: (() => void)[] = [];

  constructor(parts: StarterParts) {
    this.#parts = parts;
  }

  /** Starts everything; throws a Failure when something cannot start. `stop` is due in every case. */
  async start(): Promise<Endpoint> {
    const { config, progress, signals } = this.#parts;
    const instance = await progress.phase('data directory', () => this.#takeDataDirectory());
    const databaseUrl = await this.#startDatabase(instance);
    signals.stopping.throwIfAborted();
    const plane = controlPlane({ config, layout: this.#parts.layout, databaseUrl, forced: signals.forced });
    this.#boundLog(plane.logFile);
    return progress.phase('control plane', async () => {
      const { child, endpoint } = await plane.start(signals.stopping);
      const start = async (signal: AbortSignal) => (await plane.start(signal)).child;
      this.#children.push({ name: 'control plane', logFile: plane.logFile, current: child, start });
      return endpoint;
    });
  }

  /** Returns when a signal asks to stop; throws a Failure when a child cannot be kept running. */
  async watch(): Promise<void> {
    const { progress, signals } = this.#parts;
    const failed = new AbortController();
    const signal = AbortSignal.any([signals.stopping, failed.signal]);
    const report = (line: string) => progress.line(line);
    const watches = this.#children.map((child) => keepRunning(child, { signal, report, policy: new RestartPolicy() }));
    try {
      await Promise.all(watches);
    } finally {
      failed.abort();
      await Promise.allSettled(watches);
    }
  }

  /** Stops what runs, in order, and gives everything back. */
  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) await child.current.stop(this.#parts.signals.forced);
    for (const undo of this.#undo.reverse()) undo();
  }

  async #takeDataDirectory(): Promise<string> {
    const { layout, progress } = this.#parts;
    const instance = prepareHome(layout);
    this.#undo.push(takeStarterLock(layout));
    const remaining = await stopLeftoverProcesses(layout, (line) => progress.line(line));
    const stuck = remaining[0];
    if (stuck === undefined) return instance;
    throw new Failure(
      `${stuck.name} (process ${stuck.pid}) of an earlier run does not end, even by SIGKILL`,
      'a disk or a network file system hangs: mend it, or restart the machine',
    );
  }

  async #startDatabase(instance: string): Promise<string> {
    const { config, layout, progress, signals } = this.#parts;
    const { databaseUrl } = config;
    if (databaseUrl !== undefined) {
      await progress.phase('database', () => probeDatabase(databaseUrl));
      return databaseUrl;
    }
    return progress.phase('postgres', async (note) => {
      const postgres = await prepareEmbeddedPostgres(layout, { instance, signal: signals.stopping, note });
      await this.#startEmbedded(postgres, note);
      return postgres.url;
    });
  }

  async #startEmbedded(postgres: EmbeddedPostgres, note: (text: string) => void): Promise<void> {
    this.#boundLog(postgres.logFile);
    this.#undo.push(() => postgres.clear());
    const current = await postgres.start({ signal: this.#parts.signals.stopping, note });
    const start = (signal: AbortSignal) => postgres.start({ signal, note: () => undefined });
    this.#children.push({ name: 'postgres', logFile: postgres.logFile, current, start });
  }

  #boundLog(path: string): void {
    this.#undo.push(keepLogsBounded([path]));
  }
}
