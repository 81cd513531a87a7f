// turbo boundaries: which package may depend on which, and no import that its package.json does not declare.
import { program } from '../program.mjs';

/** @type {import('../main.mjs').Check} */
export const boundaries = {
  name: 'boundaries',
  async run(root) {
    const { code, output } = await program('turbo', ['boundaries', '--no-color'], {
      cwd: root,
      env: { TURBO_TELEMETRY_DISABLED: '1' },
    });
    const seen = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0);
    return { seen, problems: code === 0 ? [] : [output] };
  },
};
