// namespaces/<name>/finalize: takes away the finalizers in a namespace's spec.
import { updateObject } from '../verbs.ts';
import type { Subresource } from './subresource.ts';

export const finalize: Subresource = {
  name: 'finalize',
  operations: [{ method: 'PUT', verb: 'update', handler: updateObject }],
  type: ({ group, version, kind }) => ({ group, version, kind }),
};
