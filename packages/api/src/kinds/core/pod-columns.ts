// Columns of `kubectl get pods`.
import { ageSince } from '../../meta/age.ts';
import { age } from '../../meta/human-duration.ts';
import type { Column } from '../define-kind.ts';
import { summarize } from './pod-summary.ts';
import type { PodView } from './pod-view.ts';

const orNone = (value: string | undefined): string => value || '<none>';

function ready(pod: PodView): string {
  const summary = summarize(pod);
  return `${summary.ready}/${summary.total}`;
}

function restarts(pod: PodView, now: number): string {
  const { restarts: count, lastRestart } = summarize(pod);
  return count === 0 || lastRestart === undefined ? `${count}` : `${count} (${age(now - lastRestart)} ago)`;
}

function readinessGates({ spec, status }: PodView): string {
  const gates = spec?.readinessGates ?? [];
  const passed = gates.filter(({ conditionType }) =>
    status?.conditions?.some(({ type, status: state }) => type === conditionType && state === 'True'),
  );
  return gates.length === 0 ? '<none>' : `${passed.length}/${gates.length}`;
}

const address = ({ status }: PodView): string => orNone(status?.podIPs?.[0]?.ip ?? status?.podIP);

export const podColumns: readonly Column<PodView>[] = [
  {
    name: 'Name',
    type: 'string',
    format: 'name',
    description: 'Name of the pod.',
    cell: ({ metadata }) => metadata.name ?? '',
  },
  { name: 'Ready', type: 'string', description: 'Containers that are ready, of all that stay.', cell: ready },
  {
    name: 'Status',
    type: 'string',
    description: 'State of the pod and its containers in one word.',
    cell: (pod) => summarize(pod).reason,
  },
  {
    name: 'Restarts',
    type: 'string',
    description: 'Restarts of all containers, and how long ago the last one was.',
    cell: restarts,
  },
  {
    name: 'Age',
    type: 'string',
    description: 'Time since the pod was created.',
    cell: ({ metadata }, now) => ageSince(metadata.creationTimestamp, now),
  },
  { name: 'IP', type: 'string', priority: 1, description: 'Address of the pod.', cell: address },
  {
    name: 'Node',
    type: 'string',
    priority: 1,
    description: 'Node the pod is bound to.',
    cell: ({ spec }) => orNone(spec?.nodeName),
  },
  {
    name: 'Nominated Node',
    type: 'string',
    priority: 1,
    description: 'Node on which room is being made for the pod.',
    cell: ({ status }) => orNone(status?.nominatedNodeName),
  },
  {
    name: 'Readiness Gates',
    type: 'string',
    priority: 1,
    description: 'Readiness gates that hold, of all the pod has.',
    cell: readinessGates,
  },
];
