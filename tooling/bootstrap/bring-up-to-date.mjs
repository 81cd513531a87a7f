// Makes a clone ready to run: packages as the lockfile says, apps built from the sources as they are.
import { fileURLToPath } from 'node:url';
import { buildOutdatedApps } from './build-apps.mjs';
import { installPackages, packagesAreInstalled } from './install-packages.mjs';
import { showPhase } from './progress.mjs';
import { StepFailure } from './step-failure.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Ends the process, with the cause and a remedy, when a step fails.
 * @returns {Promise<{ name: string, seconds: number }[]>} the phases that did something
 */
export async function bringUpToDate() {
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
