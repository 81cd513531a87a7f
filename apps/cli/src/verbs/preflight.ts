// `gantry preflight`: looks at the machine and says what would be changed; changes nothing.
import { machineChanges } from '../preflight/machine-changes.ts';
import { runPreflight } from '../preflight/preflight.ts';
import { formatChanges, formatChecks } from '../preflight/report.ts';
import { symbolsFor } from '../terminal/output.ts';
import type { Verb, VerbContext } from './verb.ts';

export const preflight: Verb = {
  name: 'preflight',
  summary: 'check this machine, and name every change Gantry would make to it',
  description: `Looks at the kernel, kernel namespaces, cgroups, overlayfs, privileges, ports, disk space, host name, clock,
leftovers of an earlier run and versions, and prints what passes, warns or fails, with a remedy. It changes
nothing. The exit code is 1 when a check fails.`,
  options: { json: { type: 'boolean', about: 'print one JSON document instead of a table' } },
  run: runPreflightVerb,
};

async function runPreflightVerb({ options, config }: VerbContext): Promise<number> {
  const settings = config();
  const checks = await runPreflight(settings);
  const changes = machineChanges(settings);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ checks, changes }, undefined, 2)}\n`);
  } else {
    const lines = [...formatChecks(checks, symbolsFor(process.stdout, process.env)), '', ...formatChanges(changes)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return checks.some(({ status }) => status === 'fail') ? 1 : 0;
}
