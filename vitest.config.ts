// Three kinds of tests, run one after the other by `npm test`: beside the code, against a running cluster, and of the machine itself.
import { defineConfig } from 'vitest/config';

const soak = process.env.GANTRY_SOAK === '1';
const patience = soak ? 60 * 60_000 : 60_000;
const exclude = ['**/node_modules/**', '**/dist/**', '**/fixtures/**'];

export default defineConfig({
  test: {
    testTimeout: patience,
    hookTimeout: patience,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,packages,tooling,bench}/**/*.test.{ts,mjs}'],
          exclude: [...exclude, '**/*.root.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['e2e/**/*.e2e.ts'], exclude, globalSetup: ['e2e/cluster.ts'] },
      },
      {
        extends: true,
        // Each of these compares the machine before and after: nothing else may run meanwhile.
        test: { name: 'machine', include: ['**/*.root.test.ts'], exclude, fileParallelism: false },
      },
    ],
  },
});
