// Bundles the agent's host entry (kernel checks of preflight, kernel leftovers of uninstall) for Node 20.
import { build } from 'esbuild';

await build({
  entryPoints: { host: 'src/host.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});
