// Which nodes a pod may or should run on, and near which other pods.
import type { z } from 'zod';
import { LabelSelector } from '../../meta/label-selector.ts';
import { int32, int64, list, object, ref, required, scalar, text } from '../../schema/field.ts';
import { oneOf } from '../../schema/one-of.ts';
import { NodeSelector, PreferredSchedulingTerm } from './node-selector.ts';

export const NodeAffinity = object('io.k8s.api.core.v1.NodeAffinity', 'Rules about nodes.', {
  preferredDuringSchedulingIgnoredDuringExecution: list(PreferredSchedulingTerm, 'Nodes to prefer, by weight.', {
    type: 'atomic',
  }),
  requiredDuringSchedulingIgnoredDuringExecution: ref(
    NodeSelector,
    'Nodes the pod must run on; not looked at again once it runs.',
  ),
});

export const PodAffinityTerm = object(
  'io.k8s.api.core.v1.PodAffinityTerm',
  'A set of pods and the area within which they count as near.',
  {
    labelSelector: ref(LabelSelector, 'Labels of the pods.'),
    matchLabelKeys: list(scalar.text, 'Keys whose values on this pod are added to the selector.', { type: 'atomic' }),
    mismatchLabelKeys: list(scalar.text, 'Keys whose values on this pod are excluded by the selector.', {
      type: 'atomic',
    }),
    namespaceSelector: ref(
      LabelSelector,
      'Labels of the namespaces to look in, beside `namespaces`; an empty selector means all.',
    ),
    namespaces: list(scalar.text, "Names of the namespaces to look in; the pod's own when neither is set.", {
      type: 'atomic',
    }),
    topologyKey: required(text('Node label; nodes with the same value are one area, e.g. `kubernetes.io/hostname`.')),
  },
);

export const WeightedPodAffinityTerm = object(
  'io.k8s.api.core.v1.WeightedPodAffinityTerm',
  'A pod term with a weight.',
  {
    podAffinityTerm: required(ref(PodAffinityTerm, 'The term.')),
    weight: required(int32('Weight from 1 to 100.')),
  },
);

export const PodAffinity = object('io.k8s.api.core.v1.PodAffinity', 'Pods to run near.', {
  preferredDuringSchedulingIgnoredDuringExecution: list(
    WeightedPodAffinityTerm,
    'Pods it should run near, by weight.',
    { type: 'atomic' },
  ),
  requiredDuringSchedulingIgnoredDuringExecution: list(PodAffinityTerm, 'Pods it must run near.', { type: 'atomic' }),
});

export const PodAntiAffinity = object('io.k8s.api.core.v1.PodAntiAffinity', 'Pods to keep away from.', {
  preferredDuringSchedulingIgnoredDuringExecution: list(
    WeightedPodAffinityTerm,
    'Pods it should keep away from, by weight.',
    { type: 'atomic' },
  ),
  requiredDuringSchedulingIgnoredDuringExecution: list(PodAffinityTerm, 'Pods it must keep away from.', {
    type: 'atomic',
  }),
});

export const Affinity = object('io.k8s.api.core.v1.Affinity', 'Rules about the place a pod runs at.', {
  nodeAffinity: ref(NodeAffinity, 'Rules about nodes.'),
  podAffinity: ref(PodAffinity, 'Pods to run near.'),
  podAntiAffinity: ref(PodAntiAffinity, 'Pods to keep away from.'),
});

export const Toleration = object('io.k8s.api.core.v1.Toleration', 'Lets a pod run on nodes with a matching taint.', {
  effect: text('Effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`; all when empty.', {
    validate: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  }),
  key: text('Key of the taint; empty with `Exists` tolerates every taint.'),
  operator: text('`Equal` (the default), `Exists`, `Lt` or `Gt`.'),
  tolerationSeconds: int64('Seconds the pod stays after a `NoExecute` taint appears; for ever when unset.'),
  value: text('Value of the taint, for operator `Equal`.'),
});

export const TopologySpreadConstraint = object(
  'io.k8s.api.core.v1.TopologySpreadConstraint',
  'How evenly matching pods must spread over areas of nodes.',
  {
    labelSelector: ref(LabelSelector, 'Labels of the pods that are counted.'),
    matchLabelKeys: list(scalar.text, 'Keys whose values on this pod are added to the selector.', { type: 'atomic' }),
    maxSkew: required(int32("Most by which an area's number of pods may exceed the lowest.")),
    minDomains: int32('Least number of areas; while there are fewer, the lowest counts as 0.'),
    nodeAffinityPolicy: text(
      'Whether nodes the pod cannot choose count: `Honor` leaves them out, `Ignore` counts them.',
      { enum: ['Honor', 'Ignore'] },
    ),
    nodeTaintsPolicy: text('Whether nodes with taints the pod does not tolerate count: `Honor` or `Ignore`.', {
      enum: ['Honor', 'Ignore'],
    }),
    topologyKey: required(text('Node label; nodes with the same value are one area.')),
    whenUnsatisfiable: required(
      text('`DoNotSchedule` keeps the pod waiting, `ScheduleAnyway` only prefers.', {
        enum: ['DoNotSchedule', 'ScheduleAnyway'],
      }),
    ),
  },
);

export type NodeAffinity = z.infer<typeof NodeAffinity>;
export type PodAffinityTerm = z.infer<typeof PodAffinityTerm>;
export type WeightedPodAffinityTerm = z.infer<typeof WeightedPodAffinityTerm>;
export type PodAffinity = z.infer<typeof PodAffinity>;
export type PodAntiAffinity = z.infer<typeof PodAntiAffinity>;
export type Affinity = z.infer<typeof Affinity>;
export type Toleration = z.infer<typeof Toleration>;
export type TopologySpreadConstraint = z.infer<typeof TopologySpreadConstraint>;
