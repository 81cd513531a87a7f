// Builds the apps whose sources changed since their last build, and stamps each build with version and time.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runChild } from './run-child.mjs';
import { StepFailure } from './step-failure.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'generated', 'testdata', '.turbo']);
/** What every app's bundle may contain besides its own folder. */
const SHARED_SOURCES = ['packages', 'prisma', 'tooling/typescript', 'package-lock.json'];

/**
 * @param {string} root
 * @returns {Promise<string[]>} the apps that were built
 */
export async function buildOutdatedApps(root) {
  const shared = SHARED_SOURCES.map((path) => listSources(root, path)).join('');
  const outdated = appsWithBuild(root)
    .map((app) => ({ app, sources: digest(shared + listSources(root, `apps/${app}`)) }))
    .filter(({ app, sources }) => readStamp(root, app)?.sources !== sources);
  for (const { app, sources } of outdated) await buildApp(root, { app, sources });
  return outdated.map(({ app }) => app);
}

/** @param {string} root */
function appsWithBuild(root) {
  const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'build.mjs')));
  if (apps.length > 0) return apps;
  throw new StepFailure(`no app to build was found in ${join(root, 'apps')}`, {
    remedy: 'the clone is not whole: clone again',
  });
}

/**
 * Path, size and modification time of each file: reading 1,000 of these takes some 10 ms, reading contents ten times that.
 * @param {string} root
 * @param {string} path
 * @returns {string}
 */
function listSources(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return '';
  if (!stats.isDirectory()) return isTest(path) ? '' : `${path} ${stats.size} ${stats.mtimeMs}\n`;
  return readdirSync(join(root, path))
    .filter((name) => !SKIPPED.has(name))
    .sort()
    .map((name) => listSources(root, `${path}/${name}`))
    .join('');
}

/** @param {string} path */
function isTest(path) {
  return path.endsWith('.test.ts');
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * @param {string} root
 * @param {string} app
 * @returns {{ sources: string } | undefined}
 */
function readStamp(root, app) {
  try {
    return JSON.parse(readFileSync(stampPath(root, app), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {string} app
 */
function stampPath(root, app) {
  return join(root, 'apps', app, 'dist/build-stamp.json');
}

/**
 * @param {string} root
 * @param {{ app: string, sources: string }} build
 */
async function buildApp(root, { app, sources }) {
  const cwd = join(root, 'apps', app);
  const { code, output } = await runChild([process.execPath, 'build.mjs'], { cwd });
  if (code !== 0) {
    throw new StepFailure(`building apps/${app} failed`, {
      remedy: 'the cause stands above; with unchanged sources, delete node_modules and run the command again',
      detail: lastLines(output, 20),
    });
  }
  const { version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  writeFileSync(stampPath(root, app), `${JSON.stringify({ version, builtAt: new Date().toISOString(), sources })}\n`);
}
