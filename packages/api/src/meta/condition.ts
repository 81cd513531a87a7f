// metav1.Condition: one observed aspect of an object, as kinds of the newer style report it.
import type { z } from 'zod';
import { int64, object, required, text, time } from '../schema/field.ts';

export const Condition = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.Condition',
  'One aspect of an object as its controller last saw it.',
  {
    lastTransitionTime: required(time('When `status` last changed.')),
    message: required(text('What is going on, for people; may be empty.', { allowEmpty: true })),
    observedGeneration: int64('The `metadata.generation` that was looked at; older than the object when out of date.', {
      minimum: 0,
    }),
    reason: required(text('Why `status` last changed: one word in CamelCase, for programs.')),
    status: required(text('Whether the condition holds.', { enum: ['True', 'False', 'Unknown'] })),
    type: required(text('Name of the aspect, in CamelCase or with a domain before a slash.')),
  },
);

export type Condition = z.infer<typeof Condition>;
