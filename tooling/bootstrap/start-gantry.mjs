// Brings a clone up to date (packages, builds) and hands over to the built `gantry` command in this same process, so that
// nothing stands between the terminal's signals and the starter.

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildOutdatedApps } from './build-apps.mjs';
import { installPackages, packagesAreInstalled } from './install-packages.mjs';
import { showPhase } from './progress.mjs';
import { StepFailure } from './step-failure.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

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

/** @returns {Promise<{ name: string, seconds: number }[]>} the phases that did something */
async function bringUpToDate() {
  const phases = [];
  try {
    if (!packagesAreInstalled(ROOT)) {
      const { seconds } = await showPhase('installing packages from the lockfile', () => installPackages(ROOT));
      phases.push({ name: 'packages', seconds });
    }
    const { value: built, seconds } = await showPhase('building', () => buildOutdatedApps(ROOT));
    if (built.length > 0) phases.push({ name: 'build', seconds });
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    process.stderr.write(
      `${error.detail === '' ? '' : `${error.detail}\n`}gantry: ${error.message}\n  remedy: ${error.remedy}\n`,
    );
    process.exit(1);
  }
  return phases;
}
