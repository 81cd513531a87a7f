// Namespace: a scope for names, in which most objects live and which takes them along when it goes.
import type { z } from 'zod';
import { qualifiedNameProblems } from '../../meta/names.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { list, object, ref, required, scalar, text, time } from '../../schema/field.ts';
import { type FieldError, invalid } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { defineKind } from '../define-kind.ts';

const NamespaceCondition = object(
  'io.k8s.api.core.v1.NamespaceCondition',
  'One aspect of a namespace, mostly of how far its removal has come.',
  {
    lastTransitionTime: time('When `status` last changed.'),
    message: text('What is going on, for people.'),
    reason: text('Why `status` last changed: one word in CamelCase.'),
    status: required(text('Whether the condition holds: `True`, `False` or `Unknown`.')),
    type: required(text('Name of the aspect, e.g. `NamespaceContentRemaining`.')),
  },
);

const NamespaceSpec = object('io.k8s.api.core.v1.NamespaceSpec', 'What is wanted of a namespace.', {
  finalizers: list(
    scalar.text,
    'Who must agree before the namespace is removed; changed through the `finalize` subresource only.',
    { type: 'atomic' },
  ),
});

const NamespaceStatus = object('io.k8s.api.core.v1.NamespaceStatus', 'How a namespace is.', {
  conditions: list(NamespaceCondition, 'Aspects of the namespace as its controller last saw them.', {
    type: 'map',
    keys: ['type'],
    patchMergeKey: 'type',
    patchStrategy: 'merge',
  }),
  phase: text('`Active`, or `Terminating` once it is being deleted.'),
});

const schema = object('io.k8s.api.core.v1.Namespace', 'A scope for the names of objects.', {
  ...objectFields,
  spec: ref(NamespaceSpec, 'What is wanted of the namespace.'),
  status: ref(NamespaceStatus, 'How the namespace is; written by its controller.', { lenient: true }),
});

export type Namespace = z.infer<typeof schema>;

/** The finalizer that keeps a namespace until its controller has emptied it. */
export const namespaceFinalizer = 'kubernetes';

const nameLabel = 'kubernetes.io/metadata.name';

/** The label by which selectors find a namespace by name; always there, always right. */
function withNameLabel(namespace: Namespace): Namespace {
  const { metadata } = namespace;
  if (!metadata.name || metadata.labels?.[nameLabel] === metadata.name) return namespace;
  return { ...namespace, metadata: { ...metadata, labels: { ...metadata.labels, [nameLabel]: metadata.name } } };
}

function prepareForCreate(namespace: Namespace): Namespace {
  const given = namespace.spec?.finalizers ?? [];
  const finalizers = given.includes(namespaceFinalizer) ? given : [...given, namespaceFinalizer];
  return withNameLabel({
    ...namespace,
    spec: { ...namespace.spec, finalizers },
    status: { phase: 'Active' },
  });
}

function prepareForUpdate(namespace: Namespace, old: Namespace): Namespace {
  const { finalizers: _, ...spec } = namespace.spec ?? {};
  const kept = old.spec?.finalizers;
  return withNameLabel({ ...namespace, spec: { ...spec, ...(kept && { finalizers: kept }) } });
}

function validate({ spec }: Namespace): FieldError[] {
  const path = FieldPath.of('spec', 'finalizers');
  return (spec?.finalizers ?? []).flatMap((name) => finalizerProblems(name).map((each) => invalid(path, name, each)));
}

function finalizerProblems(name: string): string[] {
  const standard = name.includes('/') || [namespaceFinalizer, 'orphan', 'foregroundDeletion'].includes(name);
  return [
    ...qualifiedNameProblems(name),
    ...(standard ? [] : ['name is neither a standard finalizer name nor is it fully qualified']),
  ];
}

function validateStatusUpdate({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? '';
  const deleted = metadata.deletionTimestamp !== undefined;
  if (phase === (deleted ? 'Terminating' : 'Active')) return [];
  const rule = deleted
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty";
  // Kubernetes spells this one field name as Go does.
  return [invalid(FieldPath.of('status', 'Phase'), phase, rule)];
}

export const Namespace = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  scope: 'Cluster',
  nameRule: 'dns-label',
  schema,
  subresources: ['status', 'finalize'],
  columns: [
    {
      name: 'Status',
      type: 'string',
      description: 'Whether the namespace is in use or being removed.',
      cell: ({ status }) => status?.phase ?? '',
    },
  ],
  selectableFields: {
    'status.phase': ({ status }) => status?.phase ?? '',
    name: ({ metadata }) => metadata.name ?? '',
  },
  prepareForCreate,
  prepareForUpdate,
  validate,
  validateStatusUpdate,
});
