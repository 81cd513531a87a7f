// Bundles the benchmarks for Node 20: the command, the load generator and the peer, which run as processes of their own.
import { build } from 'esbuild';

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { main: 'main.ts', generator: 'load/generator.ts', peer: 'load/peer.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['pg'],
  sourcemap: true,
  logLevel: 'warning',
});
