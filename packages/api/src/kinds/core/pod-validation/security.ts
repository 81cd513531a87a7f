// Rules of security contexts, of pods and of containers.
import { dns1123SubdomainProblems } from '../../../meta/names.ts';
import { duplicate, type FieldError, invalid, requiredValue, tooLong } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { PodSpec } from '../pod-spec.ts';
import type {
  AppArmorProfile,
  PodSecurityContext,
  SeccompProfile,
  SecurityContext,
  Sysctl,
  WindowsSecurityContextOptions,
} from '../security-context.ts';
import { accountId, each, invalidEach, when } from './checks.ts';
import { descendingPath } from './file-paths.ts';

export const validatePodSecurity = (context: PodSecurityContext, spec: PodSpec, path: FieldPath): FieldError[] => [
  ...accountId(context.fsGroup, path.child('fsGroup')),
  ...accountId(context.runAsUser, path.child('runAsUser')),
  ...accountId(context.runAsGroup, path.child('runAsGroup')),
  ...each(context.supplementalGroups, path.child('supplementalGroups'), accountId),
  ...validateSharedProcesses(spec, path.child('shareProcessNamespace')),
  ...validateSysctls(context.sysctls, spec, path.child('sysctls')),
  ...when(context.seccompProfile, (profile) => validateSeccomp(profile, path.child('seccompProfile'))),
  ...when(context.windowsOptions, (options) => validateWindows(options, path.child('windowsOptions'))),
  ...when(context.appArmorProfile, (profile) => validateAppArmor(profile, path.child('appArmorProfile'))),
];

const validateSharedProcesses = ({ shareProcessNamespace, hostPID }: PodSpec, path: FieldPath): FieldError[] =>
  shareProcessNamespace && hostPID
    ? [invalid(path, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
    : [];

/** @param hostUsers whether the pod shares the node's user namespace */
export const validateContainerSecurity = (
  context: SecurityContext,
  hostUsers: boolean,
  path: FieldPath,
): FieldError[] => [
  ...accountId(context.runAsUser, path.child('runAsUser')),
  ...accountId(context.runAsGroup, path.child('runAsGroup')),
  ...(hostUsers && context.procMount === 'Unmasked'
    ? [invalid(path.child('procMount'), 'Unmasked', '`hostUsers` must be false to use `Unmasked`')]
    : []),
  ...when(context.seccompProfile, (profile) => validateSeccomp(profile, path.child('seccompProfile'))),
  ...validateEscalation(context, path),
  ...when(context.windowsOptions, (options) => validateWindows(options, path.child('windowsOptions'))),
  ...when(context.appArmorProfile, (profile) => validateAppArmor(profile, path.child('appArmorProfile'))),
];

function validateEscalation(context: SecurityContext, path: FieldPath): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const rules: string[] = [];
  if (context.privileged) rules.push('cannot set `allowPrivilegeEscalation` to false and `privileged` to true');
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    rules.push('cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN');
  }
  return invalidEach(path, context, rules);
}

function validateSeccomp(profile: SeccompProfile, path: FieldPath): FieldError[] {
  const at = path.child('localhostProfile');
  const { type, localhostProfile } = profile;
  if (type !== 'Localhost') {
    return localhostProfile === undefined
      ? []
      : [invalid(at, profile, 'can only be set when seccomp type is Localhost')];
  }
  if (localhostProfile === undefined) return [requiredValue(at, 'must be set when seccomp type is Localhost')];
  return descendingPath(localhostProfile, at);
}

/** PATH_MAX without its final zero. */
const maxProfileBytes = 4095;

function validateAppArmor({ type, localhostProfile }: AppArmorProfile, path: FieldPath): FieldError[] {
  const at = path.child('localhostProfile');
  if (type !== 'Localhost') {
    return localhostProfile === undefined
      ? []
      : [invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  }
  if (!localhostProfile) return [requiredValue(at, 'must be set when AppArmor type is Localhost')];
  const padded = localhostProfile.trim() !== localhostProfile;
  return [
    ...(padded ? [invalid(at, localhostProfile, 'must not be padded with whitespace')] : []),
    ...(localhostProfile.length > maxProfileBytes ? [tooLong(at, maxProfileBytes)] : []),
  ];
}

const segment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlRule = `must have at most 253 characters and match regex ^(${segment}[\\./])*${segment}$`;

/** Segment by segment, because the rule as one expression backtracks. */
const isSysctlName = (name: string): boolean =>
  name.length <= 253 &&
  name.split(/[./]/).every((part) => /^[-_a-z0-9]+$/.test(part) && /^[a-z0-9]/.test(part) && /[a-z0-9]$/.test(part));

function validateSysctls(sysctls: readonly Sysctl[] | undefined, spec: PodSpec, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return each(sysctls, path, ({ name }, at) => {
    const again = names.has(name);
    names.add(name);
    if (name === '') return [];
    if (!isSysctlName(name)) return [invalid(at.child('name'), name, sysctlRule)];
    return [...(again ? [duplicate(at.child('name'), name)] : []), ...validateHostSysctl(name, spec, at.child('name'))];
  });
}

const ipcSysctl = /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/;

/** A parameter of a kernel namespace that the pod shares with the node would change the node. */
function validateHostSysctl(name: string, { hostNetwork, hostIPC }: PodSpec, path: FieldPath): FieldError[] {
  const dotted = name.replaceAll('/', '.');
  if (hostNetwork && dotted.startsWith('net.')) {
    return [invalid(path, name, "may not be specified when 'hostNetwork' is true")];
  }
  return hostIPC && ipcSysctl.test(dotted) ? [invalid(path, name, "may not be specified when 'hostIPC' is true")] : [];
}

const validateWindows = (options: WindowsSecurityContextOptions, path: FieldPath): FieldError[] => [
  ...when(options.gmsaCredentialSpecName, (name) =>
    invalidEach(path.child('gmsaCredentialSpecName'), name, dns1123SubdomainProblems(name)),
  ),
  ...emptyText(options.gmsaCredentialSpec, 'gmsaCredentialSpec', path),
  ...emptyText(options.runAsUserName, 'runAsUserName', path),
];

const emptyText = (value: string | undefined, name: string, path: FieldPath): FieldError[] =>
  value === '' ? [invalid(path.child(name), value, `${name} cannot be an empty string`)] : [];
