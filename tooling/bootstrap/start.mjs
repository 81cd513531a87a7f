// What `npm start` runs before anything is installed: checks Node, installs, builds what changed, then becomes `gantry up`.
// Plain old syntax here, so that even an outdated Node can read it far enough to say what is wrong.
import { requireSupportedNode } from './node-version.mjs';

requireSupportedNode(process.versions.node);
const { startGantry } = await import('./start-gantry.mjs');
await startGantry(['up', ...process.argv.slice(2)]);
