// Columns of `kubectl get nodes` (printers/internalversion/printers.go, printNode).
import { ageSince } from '../../meta/age.ts';
import type { ObjectMeta } from '../../meta/object-meta.ts';
import type { Column } from '../define-kind.ts';
import type { NodeStatus } from './node-status.ts';

interface NodeView {
  metadata: ObjectMeta;
  spec?: { unschedulable?: boolean | undefined } | undefined;
  status?: NodeStatus | undefined;
}

const rolePrefix = 'node-role.kubernetes.io/';

function readiness({ spec, status }: NodeView): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready');
  const state = ready && (ready.status === 'True' ? 'Ready' : 'NotReady');
  return [state ?? 'Unknown', ...(spec?.unschedulable ? ['SchedulingDisabled'] : [])].join(',');
}

/** Roles come from labels: any number under the prefix, and one more as a value. */
function roles({ metadata }: NodeView): string {
  const named = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  const distinct = [...new Set(named)].filter((role) => role !== '').sort();
  return distinct.length === 0 ? '<none>' : distinct.join(',');
}

const address = ({ status }: NodeView, type: string): string =>
  status?.addresses?.find((each) => each.type === type)?.address ?? '<none>';

const known = (value: string | undefined): string => value || '<unknown>';

export const nodeColumns: readonly Column<NodeView>[] = [
  {
    name: 'Name',
    type: 'string',
    format: 'name',
    description: 'Name of the node.',
    cell: ({ metadata }) => metadata.name ?? '',
  },
  { name: 'Status', type: 'string', description: 'Whether the node is ready and takes pods.', cell: readiness },
  { name: 'Roles', type: 'string', description: 'Roles the labels give the node.', cell: roles },
  {
    name: 'Age',
    type: 'string',
    description: 'Time since the node was registered.',
    cell: ({ metadata }, now) => ageSince(metadata.creationTimestamp, now),
  },
  {
    name: 'Version',
    type: 'string',
    description: 'Version of the agent.',
    cell: ({ status }) => status?.nodeInfo?.kubeletVersion ?? '',
  },
  {
    name: 'Internal-IP',
    type: 'string',
    priority: 1,
    description: 'Address within the cluster.',
    cell: (node) => address(node, 'InternalIP'),
  },
  {
    name: 'External-IP',
    type: 'string',
    priority: 1,
    description: 'Address from outside.',
    cell: (node) => address(node, 'ExternalIP'),
  },
  {
    name: 'OS-Image',
    type: 'string',
    priority: 1,
    description: 'Distribution and version.',
    cell: ({ status }) => known(status?.nodeInfo?.osImage),
  },
  {
    name: 'Kernel-Version',
    type: 'string',
    priority: 1,
    description: 'Version of the kernel.',
    cell: ({ status }) => known(status?.nodeInfo?.kernelVersion),
  },
  {
    name: 'Container-Runtime',
    type: 'string',
    priority: 1,
    description: 'Runtime and version.',
    cell: ({ status }) => known(status?.nodeInfo?.containerRuntimeVersion),
  },
];
