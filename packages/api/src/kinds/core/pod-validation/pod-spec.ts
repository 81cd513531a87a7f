// All rules of a pod's spec, as a pod has it and as templates do (pkg/apis/core/validation/validation.go,
// ValidatePodSpec). What the schema states of single fields (required, closed sets, lowest numbers) is checked there.
import { qualifiedNameProblems } from '../../../meta/names.ts';
import { Quantity } from '../../../meta/quantity.ts';
import { validateLabels } from '../../../meta/validate-labels.ts';
import { type FieldError, forbidden, invalid } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import { containerRequest } from '../container-request.ts';
import type { PodResourceClaim, PodSpec } from '../pod-spec.ts';
import { validateAffinity } from './affinity.ts';
import { dnsLabel, dnsSubdomain, each, inRange, invalidEach, maxInt32, when } from './checks.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.ts';
import type { SpecContext } from './context.ts';
import { validateDns, validateHostAliases } from './dns.ts';
import { validateHostNetworkPorts } from './ports.ts';
import { validateResources } from './resources.ts';
import { validatePodSecurity } from './security.ts';
import { validateTolerations } from './tolerations.ts';
import { validateTopologySpread } from './topology-spread.ts';
import { checkVolumes } from './volumes.ts';

/**
 * Everything wrong with a pod's spec, in Kubernetes' words and order.
 * @param podName name of the pod the spec belongs to; empty in a template
 */
export function validatePodSpec(spec: PodSpec, podName: string, path: FieldPath): FieldError[] {
  const volumes = checkVolumes(spec.volumes, podName, path.child('volumes'));
  const claimNames = new Set(spec.resourceClaims?.map(({ name }) => name));
  const context: SpecContext = { spec, volumes: volumes.byName, claimNames };
  return [
    ...volumes.errors,
    ...each(spec.resourceClaims, path.child('resourceClaims'), validateClaim),
    ...validateContainers(context, path.child('containers')),
    ...validateInitContainers(context, path.child('initContainers')),
    ...validateEphemeralContainers(context, path.child('ephemeralContainers')),
    ...validatePodResources(spec, path.child('resources')),
    ...validateHostNetworkPorts(spec, path),
    ...validateLabels(spec.nodeSelector ?? {}, path.child('nodeSelector')),
    ...when(spec.securityContext, (security) => validatePodSecurity(security, spec, path.child('securityContext'))),
    ...when(spec.affinity, (affinity) => validateAffinity(affinity, path.child('affinity'))),
    ...validateDns(spec, path.child('dnsConfig')),
    ...validateGates(spec, path),
    ...validateTopologySpread(spec.topologySpreadConstraints, path.child('topologySpreadConstraints')),
    ...validateHostUsers(spec, path),
    ...validateNames(spec, path),
    ...inRange(spec.activeDeadlineSeconds, { lowest: 1, highest: maxInt32 }, path.child('activeDeadlineSeconds')),
    ...validateTolerations(spec.tolerations, path.child('tolerations')),
    ...validateHostAliases(spec.hostAliases, path.child('hostAliases')),
    ...when(spec.overhead, (limits) => validateResources({ limits }, new Set(), path.child('overhead'))),
  ];
}

function validateClaim(claim: PodResourceClaim, path: FieldPath): FieldError[] {
  const { name, resourceClaimName, resourceClaimTemplateName } = claim;
  const rules: string[] = [];
  if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
    rules.push('at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
  }
  if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
    rules.push('must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
  }
  return [
    ...dnsLabel(name, path.child('name')),
    ...invalidEach(path, claim, rules),
    ...dnsSubdomain(resourceClaimName, path.child('resourceClaimName')),
    ...dnsSubdomain(resourceClaimTemplateName, path.child('resourceClaimTemplateName')),
  ];
}

/** Amounts for the pod as a whole, which its containers must fit into; claims stay with containers. */
function validatePodResources(spec: PodSpec, path: FieldPath): FieldError[] {
  const { resources } = spec;
  if (!resources) return [];
  const claims = resources.claims
    ? [forbidden(path.child('claims'), 'claims cannot be set for Resources at pod-level')]
    : [];
  return [
    ...claims,
    ...validateResources({ ...resources, claims: undefined }, new Set(), path),
    ...Object.entries(resources.requests ?? {}).flatMap(([name, amount]) => {
      const together = containerRequest(spec, name);
      const rule = `must be greater than or equal to aggregate container requests of ${together.toString()}`;
      const fits = together.compare(Quantity.parse(amount)) <= 0;
      return fits ? [] : [invalid(path.child('requests').key(name), amount, rule)];
    }),
    ...Object.entries(resources.limits ?? {}).flatMap((limit) => validateContainerLimits(spec, limit, path)),
  ];
}

function validateContainerLimits(
  { containers }: PodSpec,
  [name, limit]: [string, string],
  path: FieldPath,
): FieldError[] {
  return each(containers, path.child('containers'), ({ resources }, at) => {
    const own = new Map(Object.entries(resources?.limits ?? {})).get(name);
    if (own === undefined || Quantity.parse(own).compare(Quantity.parse(limit)) <= 0) return [];
    return [invalid(at.key(name).child('limits'), own, `must be less than or equal to pod limits of ${limit}`)];
  });
}

const validateGates = ({ readinessGates, schedulingGates }: PodSpec, path: FieldPath): FieldError[] => [
  ...each(readinessGates, path.child('readinessGates'), ({ conditionType }, at) =>
    conditionType === ''
      ? []
      : invalidEach(at.child('conditionType'), conditionType, qualifiedNameProblems(conditionType)),
  ),
  ...each(schedulingGates, path.child('schedulingGates'), ({ name }, at) =>
    name === '' ? [] : invalidEach(at, name, qualifiedNameProblems(name)),
  ),
];

/** A user namespace of its own rules out the node's other kernel namespaces. */
function validateHostUsers({ hostUsers, hostNetwork, hostPID, hostIPC }: PodSpec, path: FieldPath): FieldError[] {
  if (hostUsers !== false) return [];
  const shared = { hostNetwork, HostPID: hostPID, HostIPC: hostIPC };
  return Object.entries(shared)
    .filter(([, set]) => set)
    .map(([name]) => forbidden(path.child(name), 'when `pod.Spec.HostUsers` is false'));
}

const validateNames = (spec: PodSpec, path: FieldPath): FieldError[] => [
  ...dnsSubdomain(spec.serviceAccountName, path.child('serviceAccountName')),
  ...dnsSubdomain(spec.nodeName, path.child('nodeName')),
  ...dnsLabel(spec.hostname, path.child('hostname')),
  ...dnsLabel(spec.subdomain, path.child('subdomain')),
  ...dnsSubdomain(spec.priorityClassName, path.child('priorityClassName')),
  ...dnsSubdomain(spec.runtimeClassName, path.child('runtimeClassName')),
  ...validateHostnameOverride(spec, path.child('hostnameOverride')),
];

/** The kernel keeps 64 characters of a host name (KEP-4762). */
const maxHostname = 64;

function validateHostnameOverride(
  { hostnameOverride: name, hostNetwork, setHostnameAsFQDN }: PodSpec,
  path: FieldPath,
) {
  if (!name) return [];
  const errors = dnsSubdomain(name, path);
  if (name.length > maxHostname) errors.push(invalid(path, name, `must be no more than ${maxHostname} characters`));
  if (hostNetwork) errors.push(forbidden(path, 'may not be specified when hostNetwork is true'));
  if (setHostnameAsFQDN) errors.push(forbidden(path, 'may not be specified when setHostnameAsFQDN is true'));
  return errors;
}
