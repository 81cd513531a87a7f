// Preflight in kubeadm's manner: the list of checks, each a file of its own; those of the kernel are the agent's.
import { type CheckResult, parseCheckResults } from '@gantry/api/host/check-result';
import type { Config } from '../config.ts';
import { homeLayout } from '../home/home-layout.ts';
import { runningStarter } from '../home/starter-lock.ts';
import { runHostEntry } from '../starter/host-entry.ts';
import { findLeftoverProcesses } from '../starter/leftover-processes.ts';
import { checkClock, readClock } from './clock.ts';
import { checkComponentVersions, readComponentVersions } from './component-versions.ts';
import { checkDataDirectory } from './data-directory-state.ts';
import { checkDiskSpace, readDiskSpace } from './disk-space.ts';
import { checkHostName, readHostName } from './host-name.ts';
import { checkLeftovers } from './leftovers.ts';
import { checkPorts } from './ports.ts';

/** Looks at the machine and changes nothing. */
export async function runPreflight(config: Config): Promise<CheckResult[]> {
  const layout = homeLayout(config.home);
  const own = { starter: runningStarter(layout), leftovers: findLeftoverProcesses(layout) };
  const [kernel, ports] = await Promise.all([
    runHostEntry(['preflight']).then(parseCheckResults),
    checkPorts(config, own),
  ]);
  return [
    ...kernel,
    ports,
    checkDataDirectory(config),
    checkDiskSpace(readDiskSpace(config.home)),
    checkHostName(readHostName()),
    checkClock(readClock()),
    checkLeftovers(own),
    checkComponentVersions(readComponentVersions(config)),
  ];
}
