// /version: the Kubernetes version whose API is served, with `-gantry` behind it.
import { arch, platform } from 'node:process';
import { jsonAnswer } from './response/answer.ts';
import type { Route } from './route.ts';

const major = '1';
const minor = '36';

export const gitVersion = `v${major}.${minor}.0-gantry`;

export const versionRoute: Route = {
  method: 'GET',
  url: '/version',
  attributes: { type: 'path' },
  handle: async () =>
    jsonAnswer({
      major,
      minor,
      gitVersion,
      gitCommit: '',
      gitTreeState: '',
      buildDate: '',
      goVersion: '',
      compiler: `node ${process.version}`,
      platform: `${platform}/${arch === 'x64' ? 'amd64' : arch}`,
    }),
};
