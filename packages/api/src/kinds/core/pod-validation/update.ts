// What may change in a pod once it is there (ValidatePodUpdate upstream): little, because its containers run already.
import { type FieldError, forbidden, invalid } from '../../../schema/field-error.ts';
import { FieldPath } from '../../../schema/field-path.ts';
import type { Toleration } from '../affinity.ts';
import type { Container } from '../container.ts';
import type { PodSchedulingGate, PodSpec } from '../pod-spec.ts';
import { each, maxInt32 } from './checks.ts';
import { differences, printDifferences } from './differences.ts';

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

const path = FieldPath.of('spec');

/** Everything that a change of a pod's spec may not do. */
export function validateSpecChange(spec: PodSpec, old: PodSpec): FieldError[] {
  const counts = [
    ...validateCount(spec.containers, old.containers, path.child('containers')),
    ...validateCount(spec.initContainers, old.initContainers, path.child('initContainers')),
  ];
  if (counts.length > 0) return counts.slice(0, 1);
  return [
    ...validateDeadline(spec, old),
    ...validateTolerationChange(spec.tolerations ?? [], old.tolerations ?? []),
    ...validateGateChange(spec.schedulingGates, old.schedulingGates ?? []),
    ...validateSelectorChange(spec, old),
    ...validateRest(spec, old),
  ];
}

type Containers = readonly Container[] | undefined;

const validateCount = (containers: Containers, old: Containers, at: FieldPath): FieldError[] =>
  (containers?.length ?? 0) === (old?.length ?? 0)
    ? []
    : [forbidden(at, 'pod updates may not add or remove containers')];

function validateDeadline(
  { activeDeadlineSeconds: next }: PodSpec,
  { activeDeadlineSeconds: old }: PodSpec,
): FieldError[] {
  const at = path.child('activeDeadlineSeconds');
  if (next === undefined) {
    return old === undefined ? [] : [invalid(at, null, 'must not update from a positive integer to nil value')];
  }
  if (next < 0 || next > maxInt32) return [invalid(at, next, `must be between 0 and ${maxInt32}, inclusive`)];
  return old !== undefined && next > old ? [invalid(at, next, 'must be less than or equal to previous value')] : [];
}

const withoutSeconds = (toleration: Toleration): Toleration => ({ ...toleration, tolerationSeconds: undefined });

function validateTolerationChange(tolerations: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const at = path.child('tolerations');
  const kept = old.every((each) =>
    tolerations.some((next) => differences(withoutSeconds(each), withoutSeconds(next), at).length === 0),
  );
  return kept ? [] : [forbidden(at, 'existing toleration can not be modified except its tolerationSeconds')];
}

function validateGateChange(
  gates: readonly PodSchedulingGate[] | undefined,
  old: readonly PodSchedulingGate[],
): FieldError[] {
  const names = new Set(old.map(({ name }) => name));
  return each(gates, path.child('schedulingGates'), ({ name }, at) => {
    const rule = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return names.has(name) ? [] : [forbidden(at.child('name'), rule)];
  });
}

const isGated = ({ schedulingGates }: PodSpec): boolean => (schedulingGates ?? []).length > 0;

/** While a pod waits at a gate, its node selector may be narrowed (KEP-3838). */
function validateSelectorChange(spec: PodSpec, old: PodSpec): FieldError[] {
  if (!isGated(old)) return [];
  const next = new Map(Object.entries(spec.nodeSelector ?? {}));
  const kept = Object.entries(old.nodeSelector ?? {}).every(([key, value]) => next.get(key) === value);
  const rule = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return kept ? [] : [invalid(path.child('nodeSelector'), spec.nodeSelector ?? null, rule)];
}

const withImagesOf = (containers: Containers, old: Containers): Container[] | undefined =>
  containers?.map((container, index) => ({ ...container, image: old?.[index]?.image }));

/** The new spec with everything changeable as it was. */
function withOldValues(spec: PodSpec, old: PodSpec): PodSpec {
  const wasNegative = (old.terminationGracePeriodSeconds ?? 0) < 0;
  const graceMayChange = wasNegative && spec.terminationGracePeriodSeconds === 1;
  return {
    ...spec,
    containers: withImagesOf(spec.containers, old.containers) ?? [],
    initContainers: withImagesOf(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
    ...(graceMayChange && { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds }),
    ...(isGated(old) && { nodeSelector: old.nodeSelector }),
  };
}

function validateRest(spec: PodSpec, old: PodSpec): FieldError[] {
  const found = differences(old, withOldValues(spec, old), path);
  if (found.length === 0) return [];
  const rule = `pod updates may not change fields other than ${changeable}`;
  return [forbidden(path, `${rule}\n${printDifferences(found)}`)];
}
