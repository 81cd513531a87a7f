// A pod's quality-of-service class, which decides who is killed first when memory runs out
// (pkg/apis/core/v1/helper/qos upstream).
import { Quantity } from '../../meta/quantity.ts';
import type { PodSpec } from './pod-spec.ts';
import type { ResourceRequirements } from './resources.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** The resources that count. */
const counted = ['cpu', 'memory'] as const;

type Amounts = Readonly<Record<string, string>> | undefined;

/** The amount asked for; undefined when there is none, or none above zero. */
function positive(amounts: Amounts, name: string): Quantity | undefined {
  const text = amounts && Object.hasOwn(amounts, name) ? amounts[name] : undefined;
  const amount = text === undefined ? Quantity.zero : Quantity.parse(text);
  return amount.nano > 0n ? amount : undefined;
}

const sum = (each: readonly ResourceRequirements[], list: 'limits' | 'requests', name: string): Quantity =>
  each.reduce((total, resources) => total.add(positive(resources[list], name) ?? Quantity.zero), Quantity.zero);

/** Amounts for the whole pod, where stated, replace those of its containers. */
function resourcesOf({ resources, containers, initContainers }: PodSpec): ResourceRequirements[] {
  const stated = counted.some((name) => positive(resources?.limits, name) ?? positive(resources?.requests, name));
  if (resources && stated) return [resources];
  return [...(containers ?? []), ...(initContainers ?? [])].map((container) => container.resources ?? {});
}

/** Guaranteed: every container has limits for both, equal to its requests. BestEffort: nobody asks for anything. */
export function qosClassOf(spec: PodSpec): QosClass {
  const all = resourcesOf(spec);
  const limited = all.every(({ limits }) => counted.every((name) => positive(limits, name)));
  const totals = counted.map((name) => ({ request: sum(all, 'requests', name), limit: sum(all, 'limits', name) }));
  if (totals.every(({ request, limit }) => request.nano === 0n && limit.nano === 0n)) return 'BestEffort';
  return limited && totals.every(({ request, limit }) => request.compare(limit) === 0) ? 'Guaranteed' : 'Burstable';
}
