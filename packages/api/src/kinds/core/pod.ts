// Pod: containers that run together on one node, sharing network and volumes.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { object, ref } from '../../schema/field.ts';
import { defineKind } from '../define-kind.ts';
import { PodSpec } from './pod-spec.ts';
import { PodStatus } from './pod-status.ts';

const schema = object('io.k8s.api.core.v1.Pod', 'Containers that run together on one node.', {
  ...objectFields,
  spec: ref(PodSpec, 'Desired state: containers, volumes, placement and policies.', { default: {} }),
  status: ref(PodStatus, 'Observed state; written by the agent and by controllers.', { lenient: true }),
});

export type Pod = z.infer<typeof schema>;

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
  generation: true,
});
