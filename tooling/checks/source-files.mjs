// The files of a checkout that people wrote: what git tracks or would, or every file where there is no git.
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'generated', 'fixtures', '.git', '.turbo', 'test-results']);

/**
 * @param {string} root
 * @param {string[]} endings e.g. `.ts`; all files when empty
 * @returns {Promise<string[]>} paths relative to `root`, sorted
 */
export async function sourceFiles(root, endings = []) {
  const wanted = (/** @type {string} */ name) =>
    endings.length === 0 || endings.some((ending) => name.endsWith(ending));
  const found = await filesBelow(root);
  return found
    .filter(wanted)
    .map((path) => relative(root, path))
    .sort();
}

/** @param {string} folder @returns {Promise<string[]>} */
async function filesBelow(folder) {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !skipped.has(name));
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
  return (await Promise.all(nested)).flat();
}
