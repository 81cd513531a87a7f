// The folders that a package.json's `workspaces` name.
import { access, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * @param {string} root
 * @param {string[]} patterns a folder, or `folder/*`
 * @returns {Promise<string[]>} folders that hold a package.json, relative to `root`
 */
export async function workspaceFolders(root, patterns = []) {
  const folders = [];
  for (const pattern of patterns) {
    if (!pattern.endsWith('/*')) folders.push(pattern);
    else {
      const parent = dirname(pattern);
      const names = await readdir(join(root, parent)).catch(() => []);
      folders.push(...names.map((name) => join(parent, name)));
    }
  }
  const found = [];
  for (const folder of folders) {
    const has = await access(join(root, folder, 'package.json')).then(
      () => true,
      () => false,
    );
    if (has) found.push(folder);
  }
  return found;
}
