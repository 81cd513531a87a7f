// dependency-cruiser: the house plan between the folders inside packages, and no cycles anywhere.
import { readdir } from 'node:fs/promises';
import { program } from '../program.mjs';

/** @type {import('../main.mjs').Check} */
export const imports = {
  name: 'imports',
  async run(root) {
    const present = await readdir(root);
    const folders = ['apps', 'packages', 'e2e', 'bench'].filter((folder) => present.includes(folder));
    if (folders.length === 0) return { seen: 0, problems: [] };
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
    const { code, output } = await program('depcruise', args, { cwd: root });
    const begin = output.indexOf('{');
    if (begin < 0) return { seen: 0, problems: [output] };
    const { summary } = JSON.parse(output.slice(begin, output.lastIndexOf('}') + 1));
    const problems = summary.violations.map(
      (/** @type {any} */ { rule, from, to, cycle }) =>
        `${rule.name}: ${from} → ${cycle ? cycle.map((/** @type {any} */ step) => step.name).join(' → ') : to}`,
    );
    if (code !== 0 && problems.length === 0) problems.push(`dependency-cruiser ended with ${code}`);
    return { seen: summary.totalCruised, problems };
  },
};
