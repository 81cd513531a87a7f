// TypeScript, strict, one program for each workspace that has a tsconfig.json.
import { access, mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { program } from '../program.mjs';
import { workspaceFolders } from '../workspaces.mjs';

/** @param {string} path */
const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

/** @param {string} root @param {string} folder */
async function checkWorkspace(root, folder) {
  const cache = join(root, 'node_modules/.cache/gantry-types');
  await mkdir(cache, { recursive: true });
  const info = join(cache, `${folder.replaceAll('/', '-')}.tsbuildinfo`);
  const { code, output } = await program(
    'tsc',
    ['-p', folder, '--pretty', 'false', '--diagnostics', '--incremental', '--tsBuildInfoFile', info],
    { cwd: root },
  );
  const seen = Number(/^Files:\s+(\d+)/m.exec(output)?.[1] ?? 0);
  const problems = output.split('\n').filter((line) => / error TS\d+|^error TS/.test(line));
  if (code !== 0 && problems.length === 0) problems.push(output);
  return { seen, problems };
}

/** @type {import('../main.mjs').Check} */
export const types = {
  name: 'types',
  async run(root) {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}'));
    /** @type {string[]} */
    const folders = [];
    for (const folder of await workspaceFolders(root, manifest.workspaces)) {
      if (await exists(join(root, folder, 'tsconfig.json'))) folders.push(folder);
    }
    /** @type {import('../main.mjs').Outcome[]} */
    const outcomes = [];
    const worker = async () => {
      for (let next = folders.shift(); next; next = folders.shift()) outcomes.push(await checkWorkspace(root, next));
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return {
      seen: outcomes.reduce((sum, { seen }) => sum + seen, 0),
      problems: outcomes.flatMap(({ problems }) => problems),
    };
  },
};
