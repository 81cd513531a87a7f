// `npm run check`: everything that must hold of the source itself, one line a check. `npm run check -- types lint` runs some.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { boundaries } from './checks/boundaries.mjs';
import { generated } from './checks/generated.mjs';
import { imports } from './checks/imports.mjs';
import { layout } from './checks/layout.mjs';
import { lint } from './checks/lint.mjs';
import { lockfile } from './checks/lockfile.mjs';
import { spelling } from './checks/spelling.mjs';
import { types } from './checks/types.mjs';
import { unused } from './checks/unused.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} seen files the check looked at; none is a failure, or a check that lost its way would pass
 * @property {string[]} problems
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {(root: string) => Promise<Outcome>} run
 */

/** @type {Check[]} */
const checks = [types, unused, imports, lint, spelling, boundaries, layout, lockfile];
/** Writes files while it looks, so it runs when nobody else does. */
const last = generated;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {Check} check */
async function report(check) {
  const begun = performance.now();
  const { seen, problems } = await check.run(root);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const found = seen === 0 ? ['saw no file: the check looks in the wrong place', ...problems] : problems;
  console.log(
    `${found.length === 0 ? 'ok  ' : 'FAIL'}  ${check.name.padEnd(10)} ${String(seen).padStart(5)} files  ${seconds} s`,
  );
  for (const problem of found) console.log(`      ${problem.replaceAll('\n', '\n      ')}`);
  return found.length === 0;
}

/** @param {Check[]} queue */
async function runAll(queue) {
  let passed = true;
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) passed = (await report(next)) && passed;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return passed;
}

const wanted = process.argv.slice(2);
const all = [...checks, last];
const unknown = wanted.filter((name) => !all.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no check named ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
/** @param {Check} check */
const isWanted = ({ name }) => wanted.length === 0 || wanted.includes(name);
const passed = await runAll(checks.filter(isWanted));
const lastPassed = !isWanted(last) || (await report(last));
process.exit(passed && lastPassed ? 0 : 1);
