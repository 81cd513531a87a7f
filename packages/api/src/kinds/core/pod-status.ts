// What is known of a running pod.
import type { z } from 'zod';
import { int64, list, map, object, ref, required, scalar, text, time } from '../../schema/field.ts';
import { ContainerStatus } from './container-status.ts';
import { podIPsFromPodIP } from './pod-defaults.ts';
import { ResourceRequirements } from './resources.ts';

export const PodCondition = object('io.k8s.api.core.v1.PodCondition', 'One observed fact about a pod.', {
  lastProbeTime: time('When the fact was last checked.'),
  lastTransitionTime: time('When the status last changed.'),
  message: text('Details, for people.'),
  observedGeneration: int64('Generation of the pod the fact was observed for.'),
  reason: text('Why the status last changed, in one CamelCase word.'),
  status: required(text('`True`, `False` or `Unknown`.')),
  type: required(text('Type of the fact, such as `Ready`, `PodScheduled` or `Initialized`.')),
});

export const HostIP = object('io.k8s.api.core.v1.HostIP', 'An address of the node.', {
  ip: required(text('The address.')),
});

export const PodIP = object('io.k8s.api.core.v1.PodIP', 'An address of the pod.', {
  ip: required(text('The address.')),
});

export const ContainerExtendedResourceRequest = object(
  'io.k8s.api.core.v1.ContainerExtendedResourceRequest',
  "Which claim request serves a container's extended resource.",
  {
    containerName: required(text('Name of the container.')),
    requestName: required(text('Name of the request in the claim.')),
    resourceName: required(text('Name of the extended resource.')),
  },
);

export const PodExtendedResourceClaimStatus = object(
  'io.k8s.api.core.v1.PodExtendedResourceClaimStatus',
  'The claim made for extended resources.',
  {
    requestMappings: required(
      list(ContainerExtendedResourceRequest, 'Which request serves which container.', { type: 'atomic' }),
    ),
    resourceClaimName: required(text('Name of the claim.')),
  },
);

export const NodeAllocatableResourceClaimStatus = object(
  'io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus',
  'Node resources that a claim provides.',
  {
    containers: list(scalar.text, 'Containers that use the claim.', { type: 'set' }),
    resourceClaimName: required(text('Name of the claim.')),
    resources: required(map(scalar.quantity, 'Amounts, by resource.')),
  },
);

export const PodResourceClaimStatus = object(
  'io.k8s.api.core.v1.PodResourceClaimStatus',
  "The claim made from a pod's template.",
  {
    name: required(text("Name of the entry in the pod's `resourceClaims`.")),
    resourceClaimName: text('Name of the claim that was made.'),
  },
);

export const PodStatus = object('io.k8s.api.core.v1.PodStatus', 'The observed state of a pod.', {
  allocatedResources: map(scalar.quantity, 'Requests the node granted to the pod.'),
  conditions: list(PodCondition, 'Facts about the pod, such as whether it is scheduled and ready.', {
    type: 'map',
    keys: ['type'],
    patchMergeKey: 'type',
    patchStrategy: 'merge',
  }),
  containerStatuses: list(ContainerStatus, 'State of each container.', { type: 'atomic' }),
  ephemeralContainerStatuses: list(ContainerStatus, 'State of each ephemeral container.', { type: 'atomic' }),
  extendedResourceClaimStatus: ref(PodExtendedResourceClaimStatus, 'Claim made for extended resources.'),
  hostIP: text('Address of the node; empty until the pod is bound.'),
  hostIPs: list(HostIP, 'Addresses of the node, one a family.', {
    type: 'atomic',
    patchMergeKey: 'ip',
    patchStrategy: 'merge',
  }),
  initContainerStatuses: list(ContainerStatus, 'State of each init container, in the order they run.', {
    type: 'atomic',
  }),
  message: text('Why the pod is in this state, for people.'),
  nodeAllocatableResourceClaimStatuses: list(
    NodeAllocatableResourceClaimStatus,
    'Node resources that claims provide.',
    { type: 'atomic' },
  ),
  nominatedNodeName: text('Node on which room is being made by preemption.'),
  observedGeneration: int64('Generation of the pod that this status describes.'),
  phase: text("Summary of the pod's life: `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`."),
  podIP: text('Address of the pod; empty until there is one.'),
  podIPs: list(PodIP, 'Addresses of the pod, one a family.', {
    default: podIPsFromPodIP,
    type: 'map',
    keys: ['ip'],
    patchMergeKey: 'ip',
    patchStrategy: 'merge',
  }),
  qosClass: text('`Guaranteed`, `Burstable` or `BestEffort`, by requests and limits.'),
  reason: text('Short reason for the state, such as `Evicted`.'),
  resize: text('State of a resource change; replaced by conditions.'),
  resourceClaimStatuses: list(PodResourceClaimStatus, 'Claims made from templates.', {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge,retainKeys',
  }),
  resources: ref(ResourceRequirements, 'Resources of the whole pod in force now.'),
  startTime: time('When the node took the pod on, before pulling images.'),
});

export type PodCondition = z.infer<typeof PodCondition>;
export type HostIP = z.infer<typeof HostIP>;
export type PodIP = z.infer<typeof PodIP>;
export type ContainerExtendedResourceRequest = z.infer<typeof ContainerExtendedResourceRequest>;
export type PodExtendedResourceClaimStatus = z.infer<typeof PodExtendedResourceClaimStatus>;
export type NodeAllocatableResourceClaimStatus = z.infer<typeof NodeAllocatableResourceClaimStatus>;
export type PodResourceClaimStatus = z.infer<typeof PodResourceClaimStatus>;
export type PodStatus = z.infer<typeof PodStatus>;
