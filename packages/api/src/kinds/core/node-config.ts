// Where a kubelet once took its configuration from; long without effect, kept because clients may still send it.
import type { z } from 'zod';
import { object, ref, required, text } from '../../schema/field.ts';

const ConfigMapNodeConfigSource = object(
  'io.k8s.api.core.v1.ConfigMapNodeConfigSource',
  'A ConfigMap as the source of a node configuration. Without effect.',
  {
    kubeletConfigKey: required(text('Key in the ConfigMap that holds the configuration.')),
    name: required(text('Name of the ConfigMap.')),
    namespace: required(text('Namespace of the ConfigMap.')),
    resourceVersion: text('Version of the ConfigMap; only in a status.'),
    uid: text('UID of the ConfigMap; only in a status.'),
  },
);

export const NodeConfigSource = object(
  'io.k8s.api.core.v1.NodeConfigSource',
  'A source of node configuration. Without effect.',
  { configMap: ref(ConfigMapNodeConfigSource, 'The ConfigMap that holds the configuration.') },
);

export const NodeConfigStatus = object(
  'io.k8s.api.core.v1.NodeConfigStatus',
  'Which configuration a node runs with. Without effect.',
  {
    active: ref(NodeConfigSource, 'Configuration the node runs with.'),
    assigned: ref(NodeConfigSource, 'Configuration the node is about to take.'),
    error: text('Why the assigned configuration was not taken.'),
    lastKnownGood: ref(NodeConfigSource, 'Configuration the node falls back to.'),
  },
);

export type NodeConfigSource = z.infer<typeof NodeConfigSource>;
