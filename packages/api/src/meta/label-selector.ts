// metav1.LabelSelector: how specs choose objects by their labels; `validate-labels.ts` checks one.
import type { z } from 'zod';
import { list, map, object, required, scalar, text } from '../schema/field.ts';

export const LabelSelectorRequirement = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement',
  'One condition on a label.',
  {
    key: required(text('Key of the label.')),
    operator: required(text('How the label relates to `values`.', { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] })),
    values: list(scalar.text, 'Values for `In` and `NotIn`; empty for the other operators.', { type: 'atomic' }),
  },
);

export const LabelSelector = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
  'Chooses objects by their labels; every condition must hold, and no condition chooses all.',
  {
    matchExpressions: list(LabelSelectorRequirement, 'Conditions on labels.', { type: 'atomic' }),
    matchLabels: map(scalar.text, 'Labels that must be there with exactly these values.'),
  },
  { mapType: 'atomic' },
);

export type LabelSelectorRequirement = z.infer<typeof LabelSelectorRequirement>;
export type LabelSelector = z.infer<typeof LabelSelector>;
