// cspell: misspelt words in names, comments, messages and documents. New terms go into words.txt beside this folder.
import { program } from '../program.mjs';

/** @type {import('../main.mjs').Check} */
export const spelling = {
  name: 'spelling',
  async run(root) {
    const patterns = ['**/*.{ts,tsx,mjs,cjs,md,sql,prisma}'];
    const args = ['lint', '--no-progress', '--no-color', '--gitignore', '--cache', '--cache-location'];
    const cache = 'node_modules/.cache/cspell.json';
    const { code, output } = await program('cspell', [...args, cache, '--unique', ...patterns], { cwd: root });
    const seen = Number(/Files checked: (\d+)/.exec(output)?.[1] ?? 0);
    return { seen, problems: code === 0 ? [] : output.split('\n').filter((line) => line.includes('Unknown word')) };
  },
};
