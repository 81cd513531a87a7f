// Brings a clone up to date (packages, builds) and hands over to the built `gantry` command in this same process, so that
// nothing stands between the terminal's signals and the starter.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bringUpToDate, ROOT } from './bring-up-to-date.mjs';

/**
 * @param {string[]} argv the verb and its options
 */
export async function startGantry(argv) {
  // The terminal may go away while packages install; the child then fails and says so, this process must not crash on it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const phases = await bringUpToDate();
  const entry = join(ROOT, 'apps/cli/dist/main.js');
  const { run } = await import(pathToFileURL(entry).href);
  process.exitCode = await run(argv, phases);
}
