// Generated code is current: made anew by the package's own `gen`, it is the same byte for byte. What stood there is put back.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceFiles } from '../source-files.mjs';
import { workspaceFolders } from '../workspaces.mjs';

/** @param {string} folder @returns {Promise<Map<string, string>>} text by path; empty where there is no folder */
async function contents(folder) {
  const files = await sourceFiles(folder).catch(() => []);
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const file of files) texts.set(file, await readFile(join(folder, file), 'utf8'));
  return texts;
}

/** @param {string} cwd @returns {Promise<{ code: number, output: string }>} */
function generate(cwd) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '-s', 'gen'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {string} root @param {string} workspace */
async function checkWorkspace(root, workspace) {
  const folder = join(root, workspace, 'src/generated');
  const before = await contents(folder);
  const kept = await mkdtemp(join(tmpdir(), 'gantry-generated-'));
  await cp(folder, kept, { recursive: true });
  const { code, output } = await generate(join(root, workspace));
  const after = await contents(folder);
  const names = new Set([...before.keys(), ...after.keys()]);
  const stale = [...names].filter((name) => before.get(name) !== after.get(name));
  if (stale.length > 0) {
    await rm(folder, { recursive: true, force: true });
    await cp(kept, folder, { recursive: true });
  }
  await rm(kept, { recursive: true });
  return {
    seen: before.size,
    problems: [
      ...(code === 0 ? [] : [`${workspace}: npm run gen failed:\n${output}`]),
      ...stale.map((name) => `${workspace}/src/generated/${name} is not current: npm run gen`),
    ],
  };
}

/** @type {import('../main.mjs').Check} */
export const generated = {
  name: 'generated',
  async run(root) {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}'));
    const outcome = { seen: 0, problems: /** @type {string[]} */ ([]) };
    for (const workspace of await workspaceFolders(root, manifest.workspaces)) {
      const { scripts } = JSON.parse(await readFile(join(root, workspace, 'package.json'), 'utf8'));
      if (!scripts?.gen) continue;
      const { seen, problems } = await checkWorkspace(root, workspace);
      outcome.seen += seen;
      outcome.problems.push(...problems);
    }
    return outcome;
  },
};
