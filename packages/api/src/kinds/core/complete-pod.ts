// What a pod gets before it is checked, beyond the defaults of single fields: these hold for pods and not for templates,
// or need more than one object to decide (SetDefaults_Pod and podStrategy upstream).
import type { Container } from './container.ts';
import { containerRequest } from './container-request.ts';
import type { PodSpec } from './pod-spec.ts';
import type { PodCondition, PodStatus } from './pod-status.ts';
import { qosClassOf } from './quality-of-service.ts';
import type { ResourceRequirements } from './resources.ts';

/** The spec with requests, host ports and the service account's two names filled in; a new object. */
export function completeSpec(spec: PodSpec): PodSpec {
  const complete = (container: Container): Container => completeContainer(container, spec.hostNetwork === true);
  const completed = {
    ...spec,
    ...(spec.containers && { containers: spec.containers.map(complete) }),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(complete) }),
    ...(spec.serviceAccountName && { serviceAccount: spec.serviceAccountName }),
  };
  return spec.resources?.limits ? { ...completed, resources: podResources(completed, spec.resources) } : completed;
}

/** A pod with limits of its own requests what its containers do together, or else up to its limits (KEP-2837). */
function podResources(spec: PodSpec, resources: ResourceRequirements): ResourceRequirements {
  const wanted = ['cpu', 'memory'].flatMap((name) => {
    const amount = containerRequest(spec, name);
    return amount.nano > 0n ? [[name, amount.toString()] as const] : [];
  });
  const limits = Object.entries(resources.limits ?? {});
  const requests = new Map([...limits, ...wanted, ...Object.entries(resources.requests ?? {})]);
  return { ...resources, requests: Object.fromEntries(requests) };
}

function completeContainer(container: Container, hostNetwork: boolean): Container {
  const { resources, ports } = container;
  return {
    ...container,
    ...(resources?.limits && { resources: withRequests(resources) }),
    ...(ports &&
      hostNetwork && { ports: ports.map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort })) }),
  };
}

/** What is limited and not requested is requested up to the limit. */
function withRequests(resources: ResourceRequirements): ResourceRequirements {
  const requests = new Map([...Object.entries(resources.limits ?? {}), ...Object.entries(resources.requests ?? {})]);
  return { ...resources, requests: Object.fromEntries(requests) };
}

const gated: PodCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** Status of a pod that was just created, whatever its manifest says. */
export function initialStatus(spec: PodSpec): PodStatus {
  const waits = (spec.schedulingGates ?? []).length > 0;
  return { phase: 'Pending', qosClass: qosClassOf(spec), ...(waits && { conditions: [{ ...gated }] }) };
}
