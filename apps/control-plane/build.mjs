// Bundles the control plane for Node 20: main.js and the worker thread it starts. Takes the folder to write to, `dist` when absent.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const banner = `import { createRequire as gantryCreateRequire } from 'node:module'; const require = gantryCreateRequire(import.meta.url);`;

const result = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { main: 'src/main.ts', 'yaml-worker': 'src/rest/body/yaml-worker.ts' },
  outdir: process.argv[2] ?? 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  metafile: true,
  // Optional parts that their packages load only where they are installed.
  external: ['pg-native'],
  // CommonJS packages in an ESM bundle call require for Node's own modules.
  banner: { js: banner },
  logLevel: 'warning',
});

const outputs = Object.keys(result.metafile.outputs).filter((path) => path.endsWith('.js'));
for (const path of outputs) {
  const { length } = await readFile(resolve(import.meta.dirname, path));
  process.stdout.write(`${path} ${Math.round(length / 1024)} KiB\n`);
}
