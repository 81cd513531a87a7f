// What a pod's containers request together (component-helpers/resource, AggregateContainerRequests upstream).
import { Quantity } from '../../meta/quantity.ts';
import type { Container } from './container.ts';
import type { PodSpec } from './pod-spec.ts';

function requestOf({ resources }: Container, name: string): Quantity {
  const requests = resources?.requests ?? {};
  const text = Object.hasOwn(requests, name) ? requests[name] : undefined;
  return text === undefined ? Quantity.zero : Quantity.parse(text);
}

const larger = (one: Quantity, other: Quantity): Quantity => (one.compare(other) < 0 ? other : one);

/**
 * The most of a resource that is requested at one time: by all containers and sidecars side by side, or by an init
 * container beside the sidecars started before it.
 */
export function containerRequest({ containers, initContainers }: PodSpec, name: string): Quantity {
  let sidecars = Quantity.zero;
  let peak = Quantity.zero;
  for (const container of initContainers ?? []) {
    const beside = sidecars.add(requestOf(container, name));
    if (container.restartPolicy === 'Always') sidecars = beside;
    peak = larger(peak, beside);
  }
  const together = (containers ?? []).reduce((sum, container) => sum.add(requestOf(container, name)), sidecars);
  return larger(together, peak);
}
