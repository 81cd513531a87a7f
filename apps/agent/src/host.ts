// Entry of the kernel parts of preflight and uninstall: `host preflight`, `host leftovers <instance> [--remove]`.
// Prints one JSON document; `gantry` reads it.
import { findLeftovers, removeLeftovers } from './leftovers/leftovers.ts';
import { runKernelChecks } from './preflight/kernel-checks.ts';

function answer([verb, instance, option]: string[]): unknown {
  if (verb === 'preflight') return runKernelChecks();
  if (verb === 'leftovers' && instance !== undefined && /^[a-z0-9]{8}$/.test(instance)) {
    const found = findLeftovers(instance);
    return option === '--remove' ? removeLeftovers(found) : found;
  }
  return undefined;
}

const result = answer(process.argv.slice(2));
if (result === undefined) {
  process.stderr.write('usage: host preflight | host leftovers <instance> [--remove]\n');
  process.exitCode = 2;
} else {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
