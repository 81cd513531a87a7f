// Biome: lint rules, formatting and import order.
import { program } from '../program.mjs';

/** @type {import('../main.mjs').Check} */
export const lint = {
  name: 'lint',
  async run(root) {
    const { code, output } = await program('biome', ['check', '--error-on-warnings', '--colors=off', '.'], {
      cwd: root,
    });
    const seen = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0);
    return { seen, problems: code === 0 ? [] : [output] };
  },
};
