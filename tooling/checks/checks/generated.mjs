// Generated code is current: generated anew into a scratch folder, it is the same byte for byte.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../program.mjs';
import { sourceFiles } from '../source-files.mjs';

/** Folders of generated code: where, and what makes it. */
const outputs = [{ folder: 'packages/store/src/generated', workspace: 'packages/store' }];

/** @param {string} folder */
async function contents(folder) {
  const files = await sourceFiles(folder).catch(() => []);
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')])));
}

/** @type {import('../main.mjs').Check} */
export const generated = {
  name: 'generated',
  async run(root) {
    let seen = 0;
    const problems = [];
    for (const { folder, workspace } of outputs) {
      const before = await contents(join(root, folder));
      const kept = await mkdtemp(join(tmpdir(), 'gantry-generated-'));
      await cp(join(root, folder), kept, { recursive: true }).catch(() => undefined);
      const { code, output } = await program('../.bin/npm-run-gen', [], { cwd: join(root, workspace) }).catch(String);
      if (code !== 0) problems.push(output);
      const after = await contents(join(root, folder));
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        if (before.get(name) !== after.get(name)) problems.push(`${folder}/${name} is not current: npm run gen`);
      }
      await cp(kept, join(root, folder), { recursive: true });
      await rm(kept, { recursive: true });
      seen += before.size;
    }
    return { seen, problems };
  },
};
