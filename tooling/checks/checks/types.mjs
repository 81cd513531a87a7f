// TypeScript, strict, over the whole checkout as one program: what packages share is read and checked once.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from '../program.mjs';

/** @type {import('../main.mjs').Check} */
export const types = {
  name: 'types',
  async run(root) {
    const cache = join(root, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    const incremental = ['--incremental', '--tsBuildInfoFile', join(cache, 'types.tsbuildinfo')];
    const { code, output } = await program('tsc', ['-p', '.', '--pretty', 'false', '--diagnostics', ...incremental], {
      cwd: root,
    });
    const seen = Number(/^Files:\s+(\d+)/m.exec(output)?.[1] ?? 0);
    const problems = output.split('\n').filter((line) => / error TS\d+|^error TS/.test(line));
    if (code !== 0 && problems.length === 0) problems.push(output);
    return { seen, problems };
  },
};
