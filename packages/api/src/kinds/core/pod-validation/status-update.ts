// What a change of a pod's status may not say (ValidatePodStatusUpdate upstream).
import { dns1123SubdomainProblems, qualifiedNameProblems } from '../../../meta/names.ts';
import { duplicate, type FieldError, forbidden, invalid } from '../../../schema/field-error.ts';
import { FieldPath } from '../../../schema/field-path.ts';
import type { ContainerStatus } from '../container-status.ts';
import type { PodSpec } from '../pod-spec.ts';
import type { PodStatus } from '../pod-status.ts';
import type { PodView } from '../pod-view.ts';
import { each, invalidEach } from './checks.ts';
import { ipAddress } from './dns.ts';

const path = FieldPath.of('status');

const ownConditions = new Set(['PodScheduled', 'Ready', 'Initialized']);

export function validateStatusChange({ status = {} }: PodView, { spec, status: old = {} }: PodView): FieldError[] {
  return [
    ...validateConditions(status),
    ...validateNominatedNode(status, old),
    ...validateClass(status, old),
    ...validateTransitions({ status, old, list: 'containerStatuses', restarts: restartsOf(spec) }),
    ...validateTransitions({ status, old, list: 'initContainerStatuses', restarts: initRestartsOf(spec) }),
    ...validateTransitions({ status, old, list: 'ephemeralContainerStatuses', restarts: () => false }),
    ...validateAddresses(status.podIPs, path.child('podIPs')),
    ...validateHostAddress(status),
    ...validateAddresses(status.hostIPs, path.child('hostIPs')),
  ];
}

/** Kubernetes reports conditions under `metadata`. */
const validateConditions = ({ conditions }: PodStatus): FieldError[] =>
  each(conditions, FieldPath.of('metadata', 'conditions'), ({ type }, at) =>
    ownConditions.has(type) ? [] : invalidEach(at.child('Type'), type, qualifiedNameProblems(type)),
  );

function validateNominatedNode({ nominatedNodeName: name }: PodStatus, old: PodStatus): FieldError[] {
  if (!name || name === old.nominatedNodeName) return [];
  return invalidEach(path.child('nominatedNodeName'), name, dns1123SubdomainProblems(name));
}

const validateClass = ({ qosClass }: PodStatus, old: PodStatus): FieldError[] =>
  qosClass === old.qosClass ? [] : [invalid(path.child('qosClass'), qosClass ?? '', 'field is immutable')];

/** Whether a container that ended so may start again. */
type Restarts = (status: ContainerStatus) => boolean;

const restartsOf = (spec: PodSpec | undefined): Restarts => {
  const { restartPolicy } = spec ?? {};
  return (status) =>
    restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && status.state?.terminated?.exitCode !== 0);
};

const initRestartsOf = (spec: PodSpec | undefined): Restarts => {
  const byPolicy = restartsOf(spec);
  const sidecars = new Set(
    spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  return (status) => sidecars.has(status.name) || byPolicy(status);
};

interface Transition {
  status: PodStatus;
  old: PodStatus;
  list: 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses';
  restarts: Restarts;
}

/** A container that ended for good stays ended. */
function validateTransitions({ status, old, list, restarts }: Transition): FieldError[] {
  return each(old[list], path.child(list), (before, at) => {
    if (!before.state?.terminated || restarts(before)) return [];
    const revived = status[list]?.some(({ name, state }) => name === before.name && !state?.terminated);
    return revived ? [forbidden(at.child('state'), 'may not be transitioned to non-terminated state')] : [];
  });
}

type Addresses = readonly { ip: string }[] | undefined;

function validateAddresses(addresses: Addresses, at: FieldPath): FieldError[] {
  const seen = new Set<string>();
  const families = new Set((addresses ?? []).map(({ ip }) => ip.includes(':')));
  const crowded = (addresses ?? []).length > families.size;
  return [
    ...each(addresses, at, ({ ip }, place) => {
      const again = seen.has(ip);
      seen.add(ip);
      return [...ipAddress(ip, place), ...(again ? [duplicate(place, { ip })] : [])];
    }),
    ...(crowded ? [invalid(at, addresses, 'may specify no more than one IP for each IP family')] : []),
  ];
}

function validateHostAddress({ hostIP = '', hostIPs }: PodStatus): FieldError[] {
  const first = hostIPs?.[0]?.ip;
  if (first === undefined || first === hostIP) return [];
  return [invalid(path.child('hostIPs').index(0).child('ip'), first, 'must be equal to `hostIP`')];
}
