// Every check is shown a house in order, the same house with one thing broken, and an empty folder.
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundaries } from './checks/boundaries.mjs';
import { generated } from './checks/generated.mjs';
import { imports } from './checks/imports.mjs';
import { layout } from './checks/layout.mjs';
import { lint } from './checks/lint.mjs';
import { lockfile } from './checks/lockfile.mjs';
import { spelling } from './checks/spelling.mjs';
import { types } from './checks/types.mjs';
import { unused } from './checks/unused.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const configuration = ['turbo.json', 'tsconfig.json', 'biome.json', 'cspell.json', '.dependency-cruiser.cjs', '.npmrc'];

/** @type {string} */
let scratch;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gantry-checks-'));
});

afterAll(() => rm(scratch, { recursive: true }));

/**
 * A workspace in miniature with the project's own configuration.
 * @param {string} name
 * @param {string} [broken] fixture laid over it
 */
async function house(name, broken) {
  const folder = join(scratch, name);
  await cp(join(fixtures, 'house'), folder, { recursive: true });
  for (const file of configuration) await cp(join(root, file), join(folder, file));
  await cp(join(root, 'tooling/typescript'), join(folder, 'tooling/typescript'), { recursive: true });
  await mkdir(join(folder, 'tooling/checks'));
  await cp(join(root, 'tooling/checks/words.txt'), join(folder, 'tooling/checks/words.txt'));
  await linkModules(folder);
  if (broken) await cp(join(fixtures, broken), folder, { recursive: true });
  // turbo boundaries looks into this package too: its own fixture may not look like source here.
  const hidden = join(folder, 'packages/api/src/pod.ts.broken');
  await rename(hidden, hidden.replace('.broken', '')).catch(() => undefined);
  return folder;
}

/** @param {string} folder */
async function linkModules(folder) {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@gantry'), { recursive: true });
  for (const name of await readdir(join(folder, 'packages'))) {
    await symlink(join(folder, 'packages', name), join(modules, '@gantry', name));
  }
  for (const name of ['typescript', '@types', 'turbo', 'turbo-linux-64', '@biomejs']) {
    await symlink(join(root, 'node_modules', name), join(modules, name));
  }
}

const broken = [
  { check: types, says: 'TS2322' },
  { check: lint, says: 'noExplicitAny' },
  { check: imports, says: 'api-runs-in-a-browser' },
  { check: boundaries, says: '@gantry/store' },
  { check: layout, says: '"pod-utils" says nothing' },
  { check: spelling, says: 'containr' },
  { check: unused, says: 'orphan.ts' },
  { check: lockfile, says: 'pin zod' },
  { check: generated, says: 'pods.ts is not current' },
];

describe.each(broken)('$check.name', ({ check, says }) => {
  test('passes a house in order', async () => {
    const { seen, problems } = await check.run(await house(`${check.name}-whole`));
    expect(problems).toEqual([]);
    expect(seen).toBeGreaterThan(0);
  });

  test('finds what its fixture breaks', async () => {
    const { problems } = await check.run(await house(`${check.name}-broken`, check.name));
    expect(problems.join('\n')).toContain(says);
  });

  test('fails where it sees nothing', async () => {
    const folder = join(scratch, `${check.name}-empty`);
    await mkdir(folder);
    expect((await check.run(folder)).seen).toBe(0);
  });
});
