// Binding: the body of the pods/binding subresource, by which a scheduler gives a pod its node. Never stored.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { object, ref, required } from '../../schema/field.ts';
import { type FieldError, notSupported, requiredValue } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { defineKind } from '../define-kind.ts';
import { ObjectReference } from './object-reference.ts';

const schema = object('io.k8s.api.core.v1.Binding', 'Ties a pod to the node it will run on.', {
  ...objectFields,
  target: required(ref(ObjectReference, 'The node.')),
});

export type Binding = z.infer<typeof schema>;

function validate({ target }: Binding): FieldError[] {
  const path = FieldPath.of('target');
  const { kind = '', name = '' } = target ?? {};
  return [
    ...(kind === '' || kind === 'Node' ? [] : [notSupported(path.child('kind'), kind, ['Node', '<empty>'])]),
    ...(name === '' ? [requiredValue(path.child('name'))] : []),
  ];
}

export const Binding = defineKind<Binding>({
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  singular: 'binding',
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  validate,
});
