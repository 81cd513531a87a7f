// Runs the control plane as a child in a kernel session of its own; it says over its IPC channel when it is ready, or why
// not, and ends by itself when that channel breaks because the starter died.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { HomeLayout } from '../home/home-layout.ts';
import { type Child, describeEnd } from '../process/child.ts';
import { logSize, openLog, readLogFrom } from '../process/log-file.ts';
import { identifyProcess } from '../process/process-identity.ts';
import { removeRunRecord, writeRunRecord } from '../process/run-record.ts';
import { type StopStep, stopProcess } from '../process/stop-process.ts';
import { appEntry } from './app-entries.ts';

export const CONTROL_PLANE_STOP: readonly StopStep[] = [{ signal: 'SIGTERM', waitMs: 15_000 }];

export interface Endpoint {
  address: string;
  port: number;
}

export interface ControlPlaneOptions {
  config: Config;
  layout: HomeLayout;
  databaseUrl: string;
  /** Aborted when a stop is to be forced */
  forced: AbortSignal;
  /** In the foreground it writes to this terminal, and leaves no record: `gantry server` is a replica, not the starter */
  foreground?: boolean;
}

export interface ControlPlane {
  logFile: string;
  /** Starts it and waits until it serves */
  start(signal: AbortSignal): Promise<{ child: Child; endpoint: Endpoint }>;
}

/** A control plane that keeps the port it first got, so that a restart leaves kubeconfigs valid. */
export function controlPlane(options: ControlPlaneOptions): ControlPlane {
  const { config, layout, databaseUrl, forced } = options;
  const logFile = join(layout.logFolder, 'control-plane.log');
  let port = config.apiPort;
  return {
    logFile,
    async start(signal) {
      signal.throwIfAborted();
      const from = logSize(logFile);
      const env = { ...environment(config), GANTRY_API_PORT: String(port), DATABASE_URL: databaseUrl };
      const process = spawnControlPlane(env, options.foreground ? undefined : logFile);
      const child = superviseChild(process, options.foreground ? undefined : layout);
      try {
        const endpoint = await waitUntilReady(process, { child, signal, logTail: () => readLogFrom(logFile, from) });
        port = endpoint.port;
        return { child, endpoint };
      } catch (error) {
        await child.stop(forced);
        throw error;
      }
    },
  };
}

function environment({ home, listen }: Config): NodeJS.ProcessEnv {
  return { ...process.env, GANTRY_HOME: home, GANTRY_LISTEN: listen.join(',') };
}

function spawnControlPlane(env: NodeJS.ProcessEnv, logFile: string | undefined): ChildProcess {
  const args = [appEntry('control-plane', 'main.js')];
  const log = logFile === undefined ? 'inherit' : openLog(logFile);
  try {
    return spawn(process.execPath, args, { env, cwd: '/', detached: true, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    if (log !== 'inherit') closeSync(log);
  }
}

function superviseChild(child: ChildProcess, layout: HomeLayout | undefined): Child {
  const pid = child.pid ?? 0;
  const identity = identifyProcess(pid) ?? { pid, startTime: '', bootId: '' };
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(describeEnd(code, signal)));
    child.on('error', (error) => resolve(error.message));
  });
  if (layout !== undefined) {
    writeRunRecord(layout.runFolder, { name: 'control-plane', ...identity, argv: child.spawnargs });
  }
  return {
    identity,
    ended,
    async stop(hurry) {
      if (await stopProcess(identity, hurry.aborted ? [] : CONTROL_PLANE_STOP, hurry)) await ended;
      if (layout !== undefined) removeRunRecord(layout.runFolder, 'control-plane');
    },
  };
}

interface Waiting {
  child: Child;
  signal: AbortSignal;
  logTail(): string;
}

function waitUntilReady(process: ChildProcess, { child, signal, logTail }: Waiting): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    let failure: Failure | undefined;
    process.on('message', (message) => {
      const answer = readMessage(message);
      if (answer instanceof Failure) failure = answer;
      else if (answer !== undefined) resolve(answer);
    });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    // Its own reason comes before its end, but on another channel: what was said is awaited a moment longer.
    void child.ended.then((end) => setImmediate(() => reject(failure ?? explainEnd(end, logTail()))));
  });
}

/** `{type:'ready', address, port}` or `{type:'failed', message, remedy}`; other messages are not for us. */
export function readMessage(message: unknown): Endpoint | Failure | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, address, port, message: text, remedy }: Record<string, unknown> = { ...message };
  if (type === 'failed') return new Failure(String(text), String(remedy));
  if (type !== 'ready' || typeof address !== 'string' || typeof port !== 'number') return undefined;
  return { address, port };
}

function explainEnd(end: string, log: string): Failure {
  const lines = log.trim().split('\n');
  const last = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  return new Failure(
    `the control plane ended with ${end} before it was ready${last === '' ? '' : `: ${last.trim().slice(0, 300)}`}`,
    'read logs/control-plane.log in the data directory',
  );
}
