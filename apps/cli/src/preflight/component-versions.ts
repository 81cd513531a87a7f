// Do the parts belong together: Node, and all apps of one build.
import type { CheckResult } from '@gantry/api/host/check-result';
import { version } from '../../package.json';
import type { Config } from '../config.ts';
import { findPostgresPackage, postgresVersion } from '../postgres/postgres-programs.ts';
import { APP_NAMES, readBuildStamp } from '../starter/app-entries.ts';

export interface ComponentVersions {
  node: string;
  /** Of this very command */
  own: string;
  /** By app; undefined where the build left no stamp, as `turbo run build` does: then there is nothing to compare */
  apps: Readonly<Record<string, string | undefined>>;
  /** Undefined when another PostgreSQL is used */
  postgres: string | undefined;
}

export function readComponentVersions({ databaseUrl }: Config): ComponentVersions {
  return {
    node: process.versions.node,
    own: version,
    apps: Object.fromEntries(APP_NAMES.map((app) => [app, readBuildStamp(app)?.version])),
    postgres: databaseUrl === undefined ? postgresVersion(findPostgresPackage().version) : undefined,
  };
}

export function checkComponentVersions({ node, own, apps, postgres }: ComponentVersions): CheckResult {
  const name = 'versions';
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < 20 || major === 21 || (major === 20 && minor < 19)) {
    const message = `Node.js ${node} is too old: 20.19, 22 or 24 is needed`;
    return { name, status: 'fail', message, remedy: 'install Node.js 22 or 24' };
  }
  const other = Object.entries(apps).find(([, built]) => built !== undefined && built !== own);
  if (other !== undefined) {
    const [app, built] = other;
    const message = `${app} is ${built}, this command is ${own}`;
    return { name, status: 'fail', message, remedy: 'run `npm start`, which builds all parts anew' };
  }
  const parts = [`gantry ${own}`, `node ${node}`, ...(postgres === undefined ? [] : [`postgres ${postgres}`])];
  return { name, status: 'pass', message: parts.join(', '), remedy: '' };
}
