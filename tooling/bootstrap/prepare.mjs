// What `npm test` and `npm run bench` run first: the clone installed and built, nothing started.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode(process.versions.node);
const { bringUpToDate } = await import('./bring-up-to-date.mjs');
await bringUpToDate();
