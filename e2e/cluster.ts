// One running Gantry for all outer tests, started as a person starts it, with a data directory and ports of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { tokenFile } from './static-token.ts';

const command = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrator's kubeconfig of the shared cluster. */
    kubeconfig: string;
    /** Data directory of the shared cluster. */
    gantryHome: string;
  }
}

/** Starts the cluster. @returns stops it and removes everything */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'gantry-e2e-'));
  await mkdir(join(home, 'pki'), { mode: 0o700 });
  await writeFile(join(home, 'pki', 'tokens.csv'), tokenFile(), { mode: 0o600 });
  const { DATABASE_URL: _, ...environment } = process.env;
  const starter = spawn(process.execPath, [command, 'up'], {
    env: { ...environment, GANTRY_HOME: home, GANTRY_API_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (/^ready\b/m.test(output)) resolve();
    };
    starter.stdout.on('data', read);
    starter.stderr.on('data', read);
    starter.on('exit', (code) => reject(new Error(`gantry up ended with ${code}:\n${output}`)));
  });
  await ready;
  project.provide('gantryHome', home);
  project.provide('kubeconfig', join(home, 'admin.kubeconfig'));
  return async () => {
    const ended = once(starter, 'exit');
    starter.kill('SIGTERM');
    await ended;
    await rm(home, { recursive: true });
  };
}
