// What a pod should be: containers, volumes, placement and policies. Also the heart of every pod template.
import type { z } from 'zod';
import { flag, int32, int64, list, map, object, ref, required, scalar, text } from '../../schema/field.ts';
import { oneOf } from '../../schema/one-of.ts';
import { Affinity, Toleration, TopologySpreadConstraint } from './affinity.ts';
import { Container, EphemeralContainer } from './container.ts';
import { LocalObjectReference } from './object-reference.ts';
import { serviceAccountFromAlias, serviceAccountFromName } from './pod-defaults.ts';
import { ResourceRequirements } from './resources.ts';
import { PodSecurityContext } from './security-context.ts';
import { Volume } from './volume.ts';

export const PodDNSConfigOption = object('io.k8s.api.core.v1.PodDNSConfigOption', 'An option of the resolver.', {
  name: text('Name of the option, such as `ndots`.'),
  value: text('Value of the option.'),
});

export const PodDNSConfig = object(
  'io.k8s.api.core.v1.PodDNSConfig',
  'Resolver settings beside those that the DNS policy gives.',
  {
    nameservers: list(scalar.text, "Addresses of name servers, put behind the policy's; at most 3.", {
      type: 'atomic',
    }),
    options: list(PodDNSConfigOption, "Resolver options; those of the same name replace the policy's.", {
      type: 'atomic',
    }),
    searches: list(scalar.text, "Search domains, put behind the policy's; at most 32.", { type: 'atomic' }),
  },
);

export const HostAlias = object('io.k8s.api.core.v1.HostAlias', "A line of the pod's hosts file.", {
  hostnames: list(scalar.text, 'Names for the address.', { type: 'atomic' }),
  ip: required(text('Address of the line.')),
});

export const PodOS = object('io.k8s.api.core.v1.PodOS', 'Operating system of the pod.', {
  name: required(text('`linux` or `windows`.', { enum: ['linux', 'windows'] })),
});

export const PodReadinessGate = object(
  'io.k8s.api.core.v1.PodReadinessGate',
  'A condition that must be true before the pod is ready.',
  {
    conditionType: required(text("Type of a condition in the pod's status.")),
  },
);

export const PodResourceClaim = object(
  'io.k8s.api.core.v1.PodResourceClaim',
  'A resource claim of the pod, by name or made from a template.',
  {
    name: required(text('Name by which containers refer to the claim.')),
    resourceClaimName: text('Claim in the same namespace.'),
    resourceClaimTemplateName: text('Template to make a claim from, for this pod alone.'),
  },
);

export const PodSchedulingGate = object(
  'io.k8s.api.core.v1.PodSchedulingGate',
  'Something to wait for before the pod is scheduled.',
  {
    name: required(text('Name of the gate.')),
  },
);

export const PodSchedulingGroup = object('io.k8s.api.core.v1.PodSchedulingGroup', 'Pods that are scheduled together.', {
  podGroupName: text('Pod group this pod belongs to.'),
});

export const PodSpec = object('io.k8s.api.core.v1.PodSpec', 'The desired state of a pod.', {
  activeDeadlineSeconds: int64('Seconds after its start at which the pod is stopped and marked failed.'),
  affinity: ref(Affinity, 'Rules about the nodes to run on and the pods to run near.'),
  automountServiceAccountToken: flag(
    "Whether a service account token is mounted; the account's own setting when unset.",
  ),
  containers: required(
    list(Container, 'Containers of the pod; at least one. Cannot be added or removed later.', {
      type: 'map',
      keys: ['name'],
      patchMergeKey: 'name',
      patchStrategy: 'merge',
    }),
  ),
  dnsConfig: ref(PodDNSConfig, 'Resolver settings, merged with those of `dnsPolicy`.'),
  dnsPolicy: text("`ClusterFirst`, `ClusterFirstWithHostNet`, `Default` (the node's settings) or `None`.", {
    default: 'ClusterFirst',
    validate: oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'),
  }),
  enableServiceLinks: flag('Puts the addresses of services into environment variables.', { default: true }),
  ephemeralContainers: list(
    EphemeralContainer,
    'Containers added to the running pod for debugging, through their own subresource.',
    { type: 'map', keys: ['name'], patchMergeKey: 'name', patchStrategy: 'merge' },
  ),
  hostAliases: list(HostAlias, "Further lines of the pod's hosts file.", {
    allowDuplicates: true,
    type: 'map',
    keys: ['ip'],
    patchMergeKey: 'ip',
    patchStrategy: 'merge',
  }),
  hostIPC: flag("Shares the node's IPC namespace."),
  hostNetwork: flag("Shares the node's network."),
  hostPID: flag("Shares the node's process namespace."),
  hostUsers: flag("Shares the node's user namespace; true when unset."),
  hostname: text("Host name of the pod; the pod's name when unset."),
  hostnameOverride: text('Host name of the pod as it is, with neither truncation nor cluster domain.'),
  imagePullSecrets: list(LocalObjectReference, 'Secrets with registry credentials for pulling images.', {
    allowDuplicates: true,
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge',
  }),
  initContainers: list(Container, 'Containers that run one after another before the others start.', {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge',
  }),
  nodeName: text('Node the pod is bound to; set by the scheduler.'),
  nodeSelector: map(scalar.text, 'Labels a node must have for the pod to run there.', { mapType: 'atomic' }),
  os: ref(PodOS, "Operating system of the pod's containers."),
  overhead: map(scalar.quantity, 'Resources the pod needs beyond its containers; set from the runtime class.'),
  preemptionPolicy: text('`PreemptLowerPriority` or `Never`; set from the priority class.', {
    validate: oneOf('PreemptLowerPriority', 'Never'),
  }),
  priority: int32('Priority of the pod, higher first; set from the priority class.'),
  priorityClassName: text('Priority class of the pod.'),
  readinessGates: list(
    PodReadinessGate,
    'Conditions that must be true, beside ready containers, before the pod is ready.',
    { type: 'atomic' },
  ),
  resourceClaims: list(PodResourceClaim, 'Resource claims that must be allocated before the pod starts.', {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge,retainKeys',
  }),
  resources: ref(ResourceRequirements, 'Compute resources for all containers of the pod together.'),
  restartPolicy: text('Whether containers are restarted: `Always`, `OnFailure` or `Never`.', {
    default: 'Always',
    validate: oneOf('Always', 'OnFailure', 'Never'),
  }),
  runtimeClassName: text('Runtime class that runs the pod.'),
  schedulerName: text('Scheduler that places the pod.', { default: 'default-scheduler' }),
  schedulingGates: list(
    PodSchedulingGate,
    'Gates that keep the pod from being scheduled until removed; can only be set at creation.',
    { type: 'map', keys: ['name'], patchMergeKey: 'name', patchStrategy: 'merge' },
  ),
  schedulingGroup: ref(PodSchedulingGroup, 'Group of pods it is scheduled with.'),
  securityContext: ref(PodSecurityContext, 'User, groups and confinement for all containers.', { default: {} }),
  serviceAccount: text('Old name of `serviceAccountName`.', { default: serviceAccountFromName }),
  serviceAccountName: text('Service account the pod acts as.', { default: serviceAccountFromAlias }),
  setHostnameAsFQDN: flag("Uses the full domain name as the kernel's host name."),
  shareProcessNamespace: flag("Lets the containers see each other's processes."),
  subdomain: text('Makes the domain name `hostname.subdomain.namespace.svc.cluster-domain`.'),
  terminationGracePeriodSeconds: int64(
    'Seconds between the stop signal and the kill when the pod is deleted; 0 kills at once.',
    { default: 30 },
  ),
  tolerations: list(Toleration, 'Taints of nodes the pod puts up with.', { type: 'atomic' }),
  topologySpreadConstraints: list(TopologySpreadConstraint, 'How pods spread over areas of nodes; all must hold.', {
    allowDuplicates: true,
    type: 'map',
    keys: ['topologyKey', 'whenUnsatisfiable'],
    patchMergeKey: 'topologyKey',
    patchStrategy: 'merge',
  }),
  volumes: list(Volume, 'Volumes that containers can mount.', {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge,retainKeys',
  }),
});

export type PodDNSConfigOption = z.infer<typeof PodDNSConfigOption>;
export type PodDNSConfig = z.infer<typeof PodDNSConfig>;
export type HostAlias = z.infer<typeof HostAlias>;
export type PodOS = z.infer<typeof PodOS>;
export type PodReadinessGate = z.infer<typeof PodReadinessGate>;
export type PodResourceClaim = z.infer<typeof PodResourceClaim>;
export type PodSchedulingGate = z.infer<typeof PodSchedulingGate>;
export type PodSchedulingGroup = z.infer<typeof PodSchedulingGroup>;
export type PodSpec = z.infer<typeof PodSpec>;
