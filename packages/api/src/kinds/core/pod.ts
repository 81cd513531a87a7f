// Pod: containers that run together on one node, sharing network and volumes.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { object, ref } from '../../schema/field.ts';
import { type FieldError, forbidden } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { objectShapeOf } from '../../schema/shape.ts';
import { zeroRequired } from '../../schema/zero-required.ts';
import { defineKind } from '../define-kind.ts';
import { completeSpec, initialStatus } from './complete-pod.ts';
import { podColumns } from './pod-columns.ts';
import { PodSpec } from './pod-spec.ts';
import { PodStatus } from './pod-status.ts';
import { validatePodSpec } from './pod-validation/pod-spec.ts';
import { validateStatusChange } from './pod-validation/status-update.ts';
import { validateSpecChange } from './pod-validation/update.ts';

const schema = object('io.k8s.api.core.v1.Pod', 'Containers that run together on one node.', {
  ...objectFields,
  spec: ref(PodSpec, 'Desired state: containers, volumes, placement and policies.', { default: {} }),
  status: ref(PodStatus, 'Observed state; written by the agent and by controllers.', { lenient: true }),
});

export type Pod = z.infer<typeof schema>;

const shape = objectShapeOf(schema);

/** A pod without a spec is one with an empty spec, which validation refuses. */
const specOf = ({ spec }: Pod): PodSpec => spec ?? { containers: [] };

function prepareForCreate(pod: Pod): Pod {
  const spec = completeSpec(specOf(pod));
  return { ...pod, spec, status: initialStatus(spec) };
}

const prepareForUpdate = (pod: Pod): Pod => ({ ...pod, spec: completeSpec(specOf(pod)) });

const specPath = FieldPath.of('spec');

function validate(incomplete: Pod): FieldError[] {
  const pod = zeroRequired(shape, incomplete);
  const spec = specOf(pod);
  return [
    ...validatePodSpec(spec, pod.metadata.name ?? '', specPath),
    ...validateTokenVolumes(spec),
    ...validateGatedNode(spec),
    ...validateDebugContainers(pod, spec),
  ];
}

/** A token proves a service account, so there must be one. */
function validateTokenVolumes({ serviceAccountName, volumes }: PodSpec): FieldError[] {
  if (serviceAccountName) return [];
  const rule = 'must not be specified when serviceAccountName is not set';
  return (volumes ?? []).flatMap(({ projected }, index) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, place) => {
      const path = specPath.child('volumes').index(index).child('projected').child('sources').index(place);
      return serviceAccountToken ? [forbidden(path.child('serviceAccountToken'), rule)] : [];
    }),
  );
}

const validateGatedNode = ({ nodeName, schedulingGates }: PodSpec): FieldError[] =>
  nodeName && schedulingGates?.length
    ? [forbidden(specPath.child('nodeName'), 'cannot be set until all schedulingGates have been cleared')]
    : [];

/** Ephemeral containers join a pod that is there already; what is not stored yet has no version. */
const validateDebugContainers = ({ metadata }: Pod, { ephemeralContainers }: PodSpec): FieldError[] =>
  metadata.resourceVersion === undefined && ephemeralContainers?.length
    ? [forbidden(specPath.child('ephemeralContainers'), 'cannot be set on create')]
    : [];

/** Nothing to wait for where nothing runs; a negative period counts as one second (podStrategy upstream). */
function gracePeriodSeconds({ spec, status }: Pod, asked?: number): number {
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!spec?.nodeName || ended) return 0;
  const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 30;
  return seconds < 0 ? 1 : seconds;
}

export const Pod = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  subresources: ['status', 'binding'],
  columns: podColumns,
  ownColumns: true,
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec?.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec?.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec?.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec?.hostNetwork ?? false),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIPs?.[0]?.ip ?? status?.podIP ?? '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
  generation: true,
  prepareForCreate,
  prepareForUpdate,
  validate,
  validateUpdate: (pod, old) => validateSpecChange(specOf(zeroRequired(shape, pod)), specOf(old)),
  validateStatusUpdate: (pod, old) => validateStatusChange(zeroRequired(shape, pod), old),
  gracePeriodSeconds,
});
