// The house plan as names and sizes: what may stand at the top, how files are named, how long one may grow, what it must begin with.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sourceFiles } from '../source-files.mjs';

const longest = 400;
const junk = /(^|-)(utils?|helpers?|common|managers?|misc)$/;
/** Kubernetes' word for who owns which fields. */
const allowed = /(^|-)field-managers?$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|root\.test|oracle\.test|property\.test|e2e|config))*\.(ts|tsx|mjs|cjs)$/;
const top = new Set([
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'GLOSSARY.md', 'LICENSE', 'package.json', 'package-lock.json'],
  ...['turbo.json', 'biome.json', 'knip.json', 'cspell.json', 'vitest.config.ts', 'prisma.config.ts', 'tsconfig.json'],
  ...['apps', 'packages', 'prisma', 'e2e', 'bench', 'tooling', 'docs'],
]);

/** @param {string} path @param {string} text */
function problemsOf(path, text) {
  const problems = [];
  const name = basename(path);
  const parts = path.split('/').map((part) => part.replace(/\..*$/, ''));
  if (!name.startsWith('.') && !kebab.test(name)) problems.push(`${path}: name files in kebab-case`);
  for (const part of parts.filter((each) => junk.test(each) && !allowed.test(each)))
    problems.push(`${path}: "${part}" says nothing`);
  const lines = text.split('\n').length - 1;
  if (lines > longest) problems.push(`${path}: ${lines} lines; a file holds one thing in at most ${longest}`);
  const first = text.startsWith('#!') ? text.slice(text.indexOf('\n') + 1) : text;
  // A test's sentences say what it is.
  if (!/\.test\.\w+$/.test(name) && !/^(\/\/|\/\*)/.test(first))
    problems.push(`${path}: begin with a comment that says what the file is`);
  return problems;
}

/** @type {import('../main.mjs').Check} */
export const layout = {
  name: 'layout',
  async run(root) {
    const problems = (await readdir(root))
      .filter((name) => !name.startsWith('.') && name !== 'node_modules' && name !== 'test-results' && !top.has(name))
      .map((name) => `${name}: not in the house plan's top level`);
    const files = await sourceFiles(root, ['.ts', '.tsx', '.mjs', '.cjs']);
    for (const path of files) problems.push(...problemsOf(path, await readFile(join(root, path), 'utf8')));
    return { seen: files.length, problems };
  },
};
