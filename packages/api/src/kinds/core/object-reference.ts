// References from one object to another, as kinds of the core group spell them.
import type { z } from 'zod';
import { object, text } from '../../schema/field.ts';

export const ObjectReference = object(
  'io.k8s.api.core.v1.ObjectReference',
  'Points to an object, or to a part of one.',
  {
    apiVersion: text('Group and version of the object.'),
    fieldPath: text('Part of the object that is meant, e.g. `spec.containers{web}`; empty for all of it.'),
    kind: text('Kind of the object.'),
    name: text('Name of the object.'),
    namespace: text('Namespace of the object; empty for cluster-wide kinds.'),
    resourceVersion: text('Version of the object that is meant; empty for any.'),
    uid: text('UID of the object.'),
  },
  { mapType: 'atomic' },
);

export const LocalObjectReference = object(
  'io.k8s.api.core.v1.LocalObjectReference',
  'Points to an object in the same namespace.',
  { name: text('Name of the object.') },
  { mapType: 'atomic' },
);

export type ObjectReference = z.infer<typeof ObjectReference>;
export type LocalObjectReference = z.infer<typeof LocalObjectReference>;
