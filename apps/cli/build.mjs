// Bundles the `gantry` command for Node 20. What only a verb or two needs is a chunk of its own, loaded when it is used.
import { build } from 'esbuild';

await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['pg'],
  sourcemap: true,
  logLevel: 'warning',
});
