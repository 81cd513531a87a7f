// What `npm run -s gantry -- <verb>` runs: as `npm start`, with the verb the user names.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode(process.versions.node);
const { startGantry } = await import('./start-gantry.mjs');
await startGantry(process.argv.slice(2));
