// What is installed: versions pinned, no download addresses, no install scripts allowed to run.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** @type {import('../main.mjs').Check} */
export const lockfile = {
  name: 'lockfile',
  async run(root) {
    const manifest = await json(join(root, 'package.json'));
    const lock = await json(join(root, 'package-lock.json'));
    if (!manifest || !lock) return { seen: 0, problems: ['package.json or package-lock.json is missing'] };
    const problems = [...unpinned('.', manifest), ...lockProblems(manifest, lock)];
    for (const folder of await workspaceFolders(root, manifest.workspaces)) {
      problems.push(...unpinned(folder, await json(join(root, folder, 'package.json'))));
    }
    const npmrc = await readFile(join(root, '.npmrc'), 'utf8').catch(() => '');
    if (!/^ignore-scripts=true$/m.test(npmrc)) problems.push('.npmrc: ignore-scripts=true is missing');
    return { seen: Object.keys(lock.packages ?? {}).length, problems };
  },
};
