// The real kubectl, in the versions this machine has, against the shared cluster.
import { spawn } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { inject } from 'vitest';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Sent to standard input. */
  input?: string;
  env?: Record<string, string>;
  /** Looks at all standard output so far; the command is stopped with SIGINT once it says so. */
  until?: (stdout: string) => boolean;
}

export type Kubectl = (args: readonly string[], options?: RunOptions) => Promise<Outcome>;

/** Folder of the program that `kubectl` resolves to, following links. */
function programFolder(): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      return dirname(realpathSync(join(folder, 'kubectl')));
    } catch {
      // Not in this folder of the path.
    }
  }
  throw new Error('kubectl is not installed: install kubernetes-client');
}

/** Minor versions that stand beside it as `kubectl.1.NN`, oldest first; the plain one when there is none. */
function programs(): { version: string; program: string }[] {
  const folder = programFolder();
  const found = readdirSync(folder).flatMap((name) => {
    const minor = /^kubectl\.1\.(\d+)$/.exec(name)?.[1];
    return minor ? [{ minor: Number(minor), version: `1.${minor}`, program: join(folder, name) }] : [];
  });
  found.sort((left, right) => left.minor - right.minor);
  return found.length > 0 ? found : [{ version: 'kubectl', program: join(folder, 'kubectl') }];
}

const all = programs();
const soak = process.env.GANTRY_SOAK === '1';

/** 1.27, 1.29 and the newest; every one in soak. */
export const versions: readonly string[] = all
  .filter(({ version }, position) => soak || ['1.27', '1.29'].includes(version) || position === all.length - 1)
  .map(({ version }) => version);

export const newest: string = all.at(-1)?.version ?? '';

/** Protobuf request bodies, which kubectl sends from 1.32 on for some commands, are answered with 415 for now. */
export const sendsProtobuf = (version: string): boolean => Number(version.split('.')[1] ?? 0) >= 32;

/** A kubectl of that version with a cache of its own. Call `close` afterwards. */
export async function openKubectl(version: string): Promise<{ kubectl: Kubectl; close(): Promise<void> }> {
  const program = all.find((known) => known.version === version)?.program;
  if (!program) throw new Error(`no kubectl ${version} here`);
  const home = await mkdtemp(join(tmpdir(), 'gantry-kubectl-'));
  const base = ['--kubeconfig', inject('kubeconfig'), '--cache-dir', join(home, 'cache')];
  const kubectl: Kubectl = (args, options) => run(program, [...base, ...args], options);
  return { kubectl, close: () => rm(home, { recursive: true, force: true }) };
}

function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...options.env }, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (options.until?.(stdout)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
