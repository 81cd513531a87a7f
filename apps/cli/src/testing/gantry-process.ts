// Runs the built `gantry` command in tests, as a user would.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const GANTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface GantryProcess {
  child: ChildProcess;
  /** Standard output and error so far */
  output(): string;
  /** Exit code once it has ended; -1 when a signal ended it */
  ended: Promise<number>;
}

export function runGantry(args: string[], env: NodeJS.ProcessEnv): GantryProcess {
  return follow(
    spawn(process.execPath, [GANTRY, ...args], { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** In a terminal of its own, made by script(1); ending that program closes the terminal. */
export function runGantryInTerminal(args: string[], env: NodeJS.ProcessEnv): GantryProcess {
  const command = [process.execPath, GANTRY, ...args].map((word) => `'${word}'`).join(' ');
  return follow(
    spawn('script', ['-qfc', command, '/dev/null'], { env: cleanEnvironment(env), stdio: ['pipe', 'pipe', 'pipe'] }),
  );
}

/** The database of whoever runs the tests is none of ours. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env;
  return { ...rest, GANTRY_API_PORT: '0', ...env };
}

function follow(child: ChildProcess): GantryProcess {
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  return { child, output: () => output, ended };
}

/** Waits for the `ready` line and returns the port in it; fails with the output when the command ends instead. */
export async function untilReady(gantry: GantryProcess): Promise<number> {
  const ready = () => /ready {2}https:\/\/127\.0\.0\.1:(\d+) /.exec(gantry.output())?.[1];
  await expect
    .poll(() => (gantry.child.exitCode === null ? ready() : 'ended'), { timeout: 50_000, interval: 20 })
    .toBeTruthy();
  const port = ready();
  if (port === undefined) throw new Error(`gantry was not ready: ${gantry.output()}`);
  return Number(port);
}
