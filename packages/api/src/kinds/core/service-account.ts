// ServiceAccount: an identity for the programs in pods.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { flag, list, object } from '../../schema/field.ts';
import { defineKind } from '../define-kind.ts';
import { LocalObjectReference, ObjectReference } from './object-reference.ts';

const schema = object('io.k8s.api.core.v1.ServiceAccount', 'An identity that pods act under.', {
  ...objectFields,
  automountServiceAccountToken: flag(
    'Whether pods of this account get a token mounted unasked; a pod may say otherwise.',
  ),
  imagePullSecrets: list(LocalObjectReference, "Secrets in this namespace for pulling the pods' images.", {
    type: 'atomic',
  }),
  secrets: list(
    ObjectReference,
    'Secrets in this namespace that pods of this account may use; a limit only with the annotation `kubernetes.io/enforce-mountable-secrets`.',
    { type: 'map', keys: ['name'], patchMergeKey: 'name', patchStrategy: 'merge' },
  ),
});

export type ServiceAccount = z.infer<typeof schema>;

export const ServiceAccount = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  subresources: ['token'],
  columns: [
    {
      name: 'Secrets',
      type: 'string',
      description: 'Number of secrets listed for the account.',
      cell: ({ secrets }) => secrets?.length ?? 0,
    },
  ],
});
