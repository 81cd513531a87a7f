// Event (core/v1): something that happened to an object, kept for a while for people to read.
import type { z } from 'zod';
import { ageSince } from '../../meta/age.ts';
import { qualifiedNameProblems } from '../../meta/names.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { byteLength } from '../../meta/text-size.ts';
import { int32, microTime, object, ref, required, text, time } from '../../schema/field.ts';
import { type FieldError, invalid, requiredValue } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { type Column, defineKind } from '../define-kind.ts';
import { ObjectReference } from './object-reference.ts';

const EventSeries = object('io.k8s.api.core.v1.EventSeries', 'A run of like events, counted in one object.', {
  count: int32('How often it has happened so far.'),
  lastObservedTime: microTime('When it last happened.'),
});

const EventSource = object('io.k8s.api.core.v1.EventSource', 'Who reports an event.', {
  component: text('Program that reports it.'),
  host: text('Node the program runs on.'),
});

const schema = object('io.k8s.api.core.v1.Event', 'Something that happened to an object.', {
  ...objectFields,
  action: text('What the reporter did or failed to do.'),
  count: int32('How often it has happened, in the older form of events.'),
  eventTime: microTime('When it first happened, in the newer form of events.'),
  firstTimestamp: time('When it first happened, in the older form of events.'),
  involvedObject: required(ref(ObjectReference, 'What it happened to.')),
  lastTimestamp: time('When it last happened, in the older form of events.'),
  message: text('What happened, for people.'),
  reason: text('What happened: one word in CamelCase, for programs.'),
  related: ref(ObjectReference, 'Another object that had a part in it.'),
  reportingComponent: text('Program that reports it, e.g. `kubernetes.io/kubelet`.'),
  reportingInstance: text('Which instance of the program, e.g. `kubelet-node-a`.'),
  series: ref(EventSeries, 'The run this event belongs to; absent for a single one.'),
  source: ref(EventSource, 'Who reports it, in the older form of events.'),
  type: text('`Normal`, or `Warning` when something may need attention.'),
});

export type Event = z.infer<typeof schema>;

const ownerNamespace = FieldPath.of('involvedObject', 'namespace');

/** Events about cluster-wide objects live in a namespace all the same (pkg/apis/core/validation/events.go). */
function validate(event: Event): FieldError[] {
  const { metadata, involvedObject = {}, eventTime } = event;
  const namespace = metadata.namespace ?? '';
  const about = involvedObject.namespace ?? '';
  const mismatch = [invalid(ownerNamespace, about, 'does not match event.namespace')];
  if (eventTime === undefined) {
    const agrees = about === '' ? ['', 'default'].includes(namespace) : about === namespace;
    return agrees ? [] : mismatch;
  }
  const agrees = about !== '' || ['default', 'kube-system'].includes(namespace);
  return [...(agrees ? [] : mismatch), ...validateNewForm(event)];
}

/** What an event with `eventTime` must state, and how many bytes each may take. */
function validateNewForm(event: Event): FieldError[] {
  const { reportingComponent: component = '', reportingInstance, action, reason, message } = event;
  // Kubernetes names this field as the newer API group spells it.
  const controller = FieldPath.of('reportingController');
  return [
    ...(component === '' ? [requiredValue(controller)] : []),
    ...qualifiedNameProblems(component).map((problem) => invalid(controller, component, problem)),
    ...validateText('reportingInstance', reportingInstance, 128),
    ...validateText('action', action, 128),
    ...validateText('reason', reason, 128),
    ...(message ? validateText('message', message, 1024) : []),
  ];
}

function validateText(field: string, value: string | undefined, limit: number): FieldError[] {
  const path = FieldPath.of(field);
  if (!value) return [requiredValue(path)];
  // Kubernetes leaves the overlong value itself out.
  return byteLength(value) > limit ? [invalid(path, '', `can have at most ${limit} characters`)] : [];
}

const firstSeen = ({ firstTimestamp, eventTime }: Event, now: number): string =>
  ageSince(firstTimestamp ?? eventTime, now);

/** An event of the newer form has a series, or one time and no count. */
function lastSeen(event: Event, now: number): string {
  if (event.series) return ageSince(event.series.lastObservedTime, now);
  return event.lastTimestamp ? ageSince(event.lastTimestamp, now) : firstSeen(event, now);
}

const count = ({ series, count: stated }: Event): number => (series ? (series.count ?? 0) : stated || 1);

function about({ involvedObject: { kind = '', name } }: Event): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function source({ source: stated, reportingComponent, reportingInstance }: Event): string {
  const component = stated?.component || reportingComponent || '';
  const instance = stated?.host || reportingInstance;
  return instance ? `${component}, ${instance}` : component;
}

/** As printers/internalversion/printers.go prints events. */
const columns: readonly Column<Event>[] = [
  { name: 'Last Seen', type: 'string', description: 'Time since it last happened.', cell: lastSeen },
  { name: 'Type', type: 'string', description: '`Normal` or `Warning`.', cell: ({ type }) => type ?? '' },
  { name: 'Reason', type: 'string', description: 'What happened, in one word.', cell: ({ reason }) => reason ?? '' },
  { name: 'Object', type: 'string', description: 'What it happened to.', cell: about },
  {
    name: 'Subobject',
    type: 'string',
    priority: 1,
    description: 'Part of the object it happened to.',
    cell: ({ involvedObject }) => involvedObject.fieldPath ?? '',
  },
  { name: 'Source', type: 'string', priority: 1, description: 'Who reports it.', cell: source },
  {
    name: 'Message',
    type: 'string',
    description: 'What happened, for people.',
    cell: ({ message }) => (message ?? '').trim(),
  },
  {
    name: 'First Seen',
    type: 'string',
    priority: 1,
    description: 'Time since it first happened.',
    cell: firstSeen,
  },
  { name: 'Count', type: 'string', priority: 1, description: 'How often it happened.', cell: count },
  {
    name: 'Name',
    type: 'string',
    format: 'name',
    priority: 1,
    description: 'Name of the event.',
    cell: ({ metadata }) => metadata.name ?? '',
  },
];

export const Event = defineKind<Event>({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  scope: 'Namespaced',
  nameRule: 'path-segment',
  schema,
  columns,
  ownColumns: true,
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || (reportingComponent ?? ''),
    type: ({ type }) => type ?? '',
  },
  validate,
});
