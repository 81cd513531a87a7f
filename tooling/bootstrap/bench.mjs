// What `npm run bench -- <family> [--json]` runs: brings the clone up to date, bundles the benchmarks and runs them.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode(process.versions.node);
const { bringUpToDate } = await import('./bring-up-to-date.mjs');
await bringUpToDate();
await import(new URL('../../bench/build.mjs', import.meta.url).href);
await import(new URL('../../bench/dist/main.js', import.meta.url).href);
