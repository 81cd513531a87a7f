// `npm test` and `npm run soak`: install, build, check, then every test. Ends with `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providePrograms } from './programs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test-results');
const soak = process.argv.includes('--soak');
const started = performance.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const skips = [];

/** @param {string} title @param {string} command @param {string[]} args */
function run(title, command, args) {
  console.log(`\n── ${title}`);
  const begun = performance.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...(soak && { GANTRY_SOAK: '1' }) },
  });
  console.log(`── ${title}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return status === 0;
}

/** @param {boolean} passed */
const count = (passed) => {
  if (passed) counts.passed += 1;
  else counts.failed += 1;
  return passed;
};

/** @param {string} file vitest's JSON report */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} project */
function vitest(project) {
  const file = join(results, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const passed = run(project, 'npx', ['vitest', 'run', '--project', project, ...reporters]);
  const report = readReport(file);
  if (!report || report.numTotalTests === 0) {
    console.log(`${project}: no test ran`);
    counts.failed += 1;
    return;
  }
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded fails the run without failing a test.
  if (!passed && report.numFailedTests === 0) counts.failed += 1;
  for (const { assertionResults } of report.testResults) {
    for (const { status, fullName } of assertionResults)
      if (status === 'skipped') skips.push(`${project}: ${fullName}`);
  }
}

function end() {
  for (const line of skips) console.log(`skipped  ${line}`);
  console.log(`\n${soak ? 'soak' : 'test'}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (!count(run('install and build', 'node', ['tooling/bootstrap/prepare.mjs']))) end();
for (const line of providePrograms()) console.log(line);
count(run('check', 'node', ['tooling/checks/main.mjs']));
for (const project of ['unit', 'e2e', 'machine']) vitest(project);
end();
