// References that name the kind of their object.
import type { z } from 'zod';
import { object, required, text } from '../../schema/field.ts';

export const TypedLocalObjectReference = object(
  'io.k8s.api.core.v1.TypedLocalObjectReference',
  'An object of any kind in the same namespace.',
  {
    apiGroup: text('API group of the object; empty for the core group.'),
    kind: required(text('Kind of the object.')),
    name: required(text('Name of the object.')),
  },
  { mapType: 'atomic' },
);

export const TypedObjectReference = object(
  'io.k8s.api.core.v1.TypedObjectReference',
  'An object of any kind, in another namespace where that is permitted.',
  {
    apiGroup: text('API group of the object; empty for the core group.'),
    kind: required(text('Kind of the object.')),
    name: required(text('Name of the object.')),
    namespace: text('Namespace of the object; the same one when empty.'),
  },
);

export type TypedLocalObjectReference = z.infer<typeof TypedLocalObjectReference>;
export type TypedObjectReference = z.infer<typeof TypedObjectReference>;
