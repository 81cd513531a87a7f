// The pods/binding subresource: gives a pod its node, once (k8s.io/kubernetes/pkg/registry/core/pod/storage).
// An update whose body is a Binding.
import { Binding } from '@gantry/api/kinds/core/binding';
import type { Pod } from '@gantry/api/kinds/core/pod';
import type { PodCondition } from '@gantry/api/kinds/core/pod-status';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, conflict, invalidObject } from '@gantry/api/meta/status-error';
import { decodeBody } from './decode-body.ts';
import { timestamp } from './machinery.ts';
import type { ParsedBody, RequestContext, WriteTarget } from './registry.ts';

const subject = { group: '', plural: 'pods/binding', kind: 'Binding' };

/** Reads the body of a binding. @throws StatusError 400, 422 */
export function decodeBinding({ name }: WriteTarget, body: ParsedBody, context: RequestContext): Binding {
  const binding = decodeBody<Binding>(Binding, body, context);
  const { metadata } = binding;
  if (metadata.name && metadata.name !== name.name) {
    throw badRequest('name in URL does not match name in Binding object');
  }
  if (metadata.namespace && metadata.namespace !== name.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const errors = Binding.validate?.(binding) ?? [];
  if (errors.length > 0) throw invalidObject(Binding, name.name, errors);
  return binding;
}

/** The pod on the node of the binding, scheduled. @throws StatusError 409 when it has a node or is being deleted */
export function bound(live: KubeObject, { metadata, target }: Binding, now: number): KubeObject {
  const pod: Pod = live;
  const { name = '', deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) {
    throw conflict(subject, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec?.nodeName) {
    throw conflict(subject, name, `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  }
  const asked = { uid: metadata.uid ?? pod.metadata.uid, resourceVersion: metadata.resourceVersion };
  const annotations = metadata.annotations && { annotations: { ...pod.metadata.annotations, ...metadata.annotations } };
  const bind: Pod = {
    ...pod,
    metadata: { ...pod.metadata, ...asked, ...annotations },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: target.name },
    status: { ...pod.status, conditions: withScheduled(pod.status?.conditions ?? [], timestamp(now)) },
  };
  return bind;
}

function withScheduled(conditions: readonly PodCondition[], now: string): PodCondition[] {
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: now };
  return [...conditions.filter(({ type }) => type !== scheduled.type), scheduled];
}
