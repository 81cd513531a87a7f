// Asks the agent's host entry, a process of its own, what the kernel has to say.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { appEntry } from './app-entries.ts';

/** Returns the JSON document it prints. */
export async function runHostEntry(args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [appEntry('agent', 'host.js'), ...args]);
    return stdout;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('the kernel checks could not run', 'run `npm start`, which builds what is missing', {
      cause: error,
    });
  }
}
