// NodeStatus: what an agent reports of its machine.
import type { z } from 'zod';
import { flag, int32, int64, list, map, object, ref, required, scalar, text, time } from '../../schema/field.ts';
import { NodeConfigStatus } from './node-config.ts';

const NodeAddress = object('io.k8s.api.core.v1.NodeAddress', 'An address under which a node is reached.', {
  address: required(text('The address: an IP or a name.')),
  type: required(text('`InternalIP`, `ExternalIP`, `Hostname`, `InternalDNS` or `ExternalDNS`.')),
});

const NodeCondition = object('io.k8s.api.core.v1.NodeCondition', "One aspect of a node's health.", {
  lastHeartbeatTime: time('When the node last reported it.'),
  lastTransitionTime: time('When `status` last changed.'),
  message: text('What is going on, for people.'),
  reason: text('Why `status` last changed: one word in CamelCase.'),
  status: required(text('Whether the condition holds: `True`, `False` or `Unknown`.')),
  type: required(text('Name of the aspect: `Ready`, `MemoryPressure`, `DiskPressure`, `PIDPressure` and others.')),
});

const DaemonEndpoint = object('io.k8s.api.core.v1.DaemonEndpoint', 'Where a program on the node listens.', {
  Port: required(int32('Port number.')),
});

const NodeDaemonEndpoints = object('io.k8s.api.core.v1.NodeDaemonEndpoints', "Where the node's programs listen.", {
  kubeletEndpoint: ref(DaemonEndpoint, 'Where the agent listens, if it does.'),
});

const NodeFeatures = object('io.k8s.api.core.v1.NodeFeatures', 'What the container runtime of a node can do.', {
  supplementalGroupsPolicy: flag('Honours `supplementalGroupsPolicy` of pods.'),
});

const ContainerImage = object('io.k8s.api.core.v1.ContainerImage', 'An image on the node.', {
  names: list(scalar.text, 'Every name of the image, digests and tags alike.', { type: 'atomic' }),
  sizeBytes: int64('Bytes the image takes.'),
});

const NodeSwapStatus = object('io.k8s.api.core.v1.NodeSwapStatus', 'Swap space of a node.', {
  capacity: int64('Bytes of swap space in all.'),
});

const NodeSystemInfo = object('io.k8s.api.core.v1.NodeSystemInfo', 'Identity and software of a machine.', {
  architecture: required(text('Processor architecture, e.g. `amd64`.')),
  bootID: required(text('Identity of this boot: it changes with every start of the machine.')),
  containerRuntimeVersion: required(text('Runtime and version, e.g. `containerd://1.7.2`.')),
  kernelVersion: required(text('Version of the kernel, as `uname -r` says.')),
  kubeProxyVersion: required(text('Version of the service proxy; deprecated, may be empty.', { allowEmpty: true })),
  kubeletVersion: required(text('Version of the agent.')),
  machineID: required(text('Identity of the installation, from /etc/machine-id.')),
  operatingSystem: required(text('Operating system, e.g. `linux`.')),
  osImage: required(text('Distribution and version, from /etc/os-release.')),
  swap: ref(NodeSwapStatus, 'Swap space of the machine.'),
  systemUUID: required(text('Identity of the hardware, from its firmware.')),
});

const NodeRuntimeHandlerFeatures = object(
  'io.k8s.api.core.v1.NodeRuntimeHandlerFeatures',
  'What one runtime handler can do.',
  {
    recursiveReadOnlyMounts: flag('Makes read-only mounts recursive.'),
    userNamespaces: flag('Runs pods in user namespaces.'),
  },
);

const NodeRuntimeHandler = object(
  'io.k8s.api.core.v1.NodeRuntimeHandler',
  'One way of running containers that a node offers.',
  {
    features: ref(NodeRuntimeHandlerFeatures, 'What the handler can do.'),
    name: text('Name of the handler; empty for the default one.'),
  },
);

const AttachedVolume = object('io.k8s.api.core.v1.AttachedVolume', 'A volume that is attached to a node.', {
  devicePath: required(text('Device under which the volume appears.')),
  name: required(text('Name of the volume.')),
});

const resourceList = (description: string) => map(scalar.quantity, description);

export const NodeStatus = object('io.k8s.api.core.v1.NodeStatus', 'What a node reports of itself.', {
  addresses: list(NodeAddress, 'Addresses of the node.', {
    type: 'map',
    keys: ['type'],
    patchMergeKey: 'type',
    patchStrategy: 'merge',
  }),
  allocatable: resourceList('What pods may use: the capacity less what the machine needs for itself.'),
  capacity: resourceList('What the machine has.'),
  conditions: list(NodeCondition, "Aspects of the node's health.", {
    type: 'map',
    keys: ['type'],
    patchMergeKey: 'type',
    patchStrategy: 'merge',
  }),
  config: ref(NodeConfigStatus, 'Configuration taken from a ConfigMap. Without effect.'),
  daemonEndpoints: ref(NodeDaemonEndpoints, "Where the node's programs listen."),
  declaredFeatures: list(scalar.text, 'Features of the agent that scheduling may ask for.', { type: 'atomic' }),
  features: ref(NodeFeatures, 'What the container runtime can do.'),
  images: list(ContainerImage, 'Images on the node, the largest first.', { type: 'atomic' }),
  nodeInfo: ref(NodeSystemInfo, 'Identity and software of the machine.'),
  phase: text('No longer set.'),
  runtimeHandlers: list(NodeRuntimeHandler, 'Ways of running containers that the node offers.', { type: 'atomic' }),
  volumesAttached: list(AttachedVolume, 'Volumes attached to the node.', { type: 'atomic' }),
  volumesInUse: list(scalar.text, 'Attachable volumes that pods on the node have mounted.', { type: 'atomic' }),
});

export type NodeStatus = z.infer<typeof NodeStatus>;
