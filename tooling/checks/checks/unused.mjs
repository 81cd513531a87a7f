// knip: files, exports and dependencies that nothing uses.
import { program } from '../program.mjs';
import { sourceFiles } from '../source-files.mjs';

/** @type {import('../main.mjs').Check} */
export const unused = {
  name: 'unused',
  async run(root) {
    const { code, output } = await program('knip', ['--no-progress', '--treat-config-hints-as-errors'], { cwd: root });
    const seen = (await sourceFiles(root, ['.ts', '.tsx', '.mjs'])).length;
    return { seen, problems: code === 0 ? [] : [output] };
  },
};
