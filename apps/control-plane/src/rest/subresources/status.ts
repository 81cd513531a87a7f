// <object>/status: what is observed, written apart from what is wanted.
import { getObject, patchObject, updateObject } from '../verbs.ts';
import type { Subresource } from './subresource.ts';

export const status: Subresource = {
  name: 'status',
  operations: [
    { method: 'GET', verb: 'get', handler: getObject },
    { method: 'PUT', verb: 'update', handler: updateObject },
    { method: 'PATCH', verb: 'patch', handler: patchObject },
  ],
  type: ({ group, version, kind }) => ({ group, version, kind }),
};
