// What is installed: versions pinned, no download addresses, no install scripts allowed to run, and a lockfile that
// `npm ci` takes in an empty folder (`npm install` hides packages whose builds for other platforms are missing).
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceFolders } from '../workspaces.mjs';

/** @param {string} path */
const json = async (path) => JSON.parse(await readFile(path, 'utf8').catch(() => 'null'));

/** @param {string} folder @param {any} manifest */
function unpinned(folder, manifest) {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(all)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
    .map(([name, version]) => `${folder}/package.json: pin ${name} (now ${version})`);
}

/** @param {any} manifest @param {any} lock */
function lockProblems(manifest, lock) {
  const problems = [];
  for (const [path, entry] of Object.entries(lock.packages ?? {})) {
    if (entry.resolved?.startsWith('http')) problems.push(`package-lock.json: ${path} names a download address`);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (entry.hasInstallScript && manifest.allowScripts?.[name] !== false)
      problems.push(`package.json: allowScripts should say false for ${name}, which has install scripts`);
  }
  return problems;
}

/**
 * Asks npm itself, with nothing installed and nothing fetched.
 * @param {string} root
 * @param {string[]} folders workspaces
 */
async function refusedByNpm(root, folders) {
  const empty = await mkdtemp(join(tmpdir(), 'gantry-lockfile-'));
  const files = ['.npmrc', 'package.json', 'package-lock.json', ...folders.map((folder) => `${folder}/package.json`)];
  for (const file of files) {
    await mkdir(dirname(join(empty, file)), { recursive: true });
    await cp(join(root, file), join(empty, file)).catch(() => undefined);
  }
  const { status, stderr } = spawnSync('npm', ['ci', '--dry-run', '--offline'], { cwd: empty, encoding: 'utf8' });
  await rm(empty, { recursive: true });
  return status === 0 ? [] : [`npm ci refuses the lockfile:\n${stderr.trim().split('\n').slice(0, 12).join('\n')}`];
}

/** @type {import('../main.mjs').Check} */
export const lockfile = {
  name: 'lockfile',
  async run(root) {
    const manifest = await json(join(root, 'package.json'));
    const lock = await json(join(root, 'package-lock.json'));
    if (!manifest || !lock) return { seen: 0, problems: ['package.json or package-lock.json is missing'] };
    const problems = [...unpinned('.', manifest), ...lockProblems(manifest, lock)];
    const folders = await workspaceFolders(root, manifest.workspaces);
    problems.push(...(await refusedByNpm(root, folders)));
    for (const folder of folders) {
      problems.push(...unpinned(folder, await json(join(root, folder, 'package.json'))));
    }
    const npmrc = await readFile(join(root, '.npmrc'), 'utf8').catch(() => '');
    if (!/^ignore-scripts=true$/m.test(npmrc)) problems.push('.npmrc: ignore-scripts=true is missing');
    return { seen: Object.keys(lock.packages ?? {}).length, problems };
  },
};
