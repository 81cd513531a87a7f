// Choosing nodes by their labels and fields.
import type { z } from 'zod';
import { int32, list, object, ref, required, scalar, text } from '../../schema/field.ts';

export const NodeSelectorRequirement = object(
  'io.k8s.api.core.v1.NodeSelectorRequirement',
  "One condition on a node's label or field.",
  {
    key: required(text('Label or field the condition is about.')),
    operator: required(text('`In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`.')),
    values: list(
      scalar.text,
      'Values to compare with; none for `Exists` and `DoesNotExist`, one number for `Gt` and `Lt`.',
      { type: 'atomic' },
    ),
  },
);

export const NodeSelectorTerm = object(
  'io.k8s.api.core.v1.NodeSelectorTerm',
  'Conditions that must all hold; a term without any matches no node.',
  {
    matchExpressions: list(NodeSelectorRequirement, 'Conditions on labels.', { type: 'atomic' }),
    matchFields: list(NodeSelectorRequirement, 'Conditions on fields; only `metadata.name`.', { type: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export const NodeSelector = object(
  'io.k8s.api.core.v1.NodeSelector',
  'Terms of which at least one must match.',
  {
    nodeSelectorTerms: required(list(NodeSelectorTerm, 'The terms.', { type: 'atomic' })),
  },
  { mapType: 'atomic' },
);

export const PreferredSchedulingTerm = object(
  'io.k8s.api.core.v1.PreferredSchedulingTerm',
  'A term that makes nodes more attractive.',
  {
    preference: required(ref(NodeSelectorTerm, 'Term a node should match.')),
    weight: required(int32("Weight from 1 to 100, added to the node's score when the term matches.")),
  },
);

export type NodeSelectorRequirement = z.infer<typeof NodeSelectorRequirement>;
export type NodeSelectorTerm = z.infer<typeof NodeSelectorTerm>;
export type NodeSelector = z.infer<typeof NodeSelector>;
export type PreferredSchedulingTerm = z.infer<typeof PreferredSchedulingTerm>;
