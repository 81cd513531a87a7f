// `gantry version`: this Gantry's version and those of what it brings along.
import { version as gantryVersion } from '../../package.json';
import { findPostgresPackage, postgresVersion } from '../postgres/postgres-programs.ts';
import type { Verb } from './verb.ts';

export const version: Verb = {
  name: 'version',
  summary: 'print the versions of Gantry, Node.js and the embedded PostgreSQL',
  description: 'Prints one line for each: gantry, node, postgres.',
  options: {},
  async run() {
    process.stdout.write(`gantry ${gantryVersion}\nnode ${process.versions.node}\npostgres ${embeddedVersion()}\n`);
    return 0;
  },
};

function embeddedVersion(): string {
  try {
    const { version: packaged } = findPostgresPackage();
    return `${postgresVersion(packaged)} (package ${packaged})`;
  } catch {
    return 'not installed';
  }
}
