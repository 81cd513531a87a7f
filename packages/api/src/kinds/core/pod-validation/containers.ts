// Rules of the three lists of containers: ordinary, init and ephemeral.
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  notFound,
  requiredValue,
} from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Container, EphemeralContainer } from '../container.ts';
import type { ContainerResizePolicy } from '../resources.ts';
import { dnsLabel, each, when } from './checks.ts';
import type { SpecContext } from './context.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateDevices, validateMounts } from './mounts.ts';
import { validateHostPorts, validatePorts } from './ports.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateResources } from './resources.ts';
import { validateContainerSecurity } from './security.ts';

/** What every container has, whatever its list. */
const validateContainer = (container: Container, context: SpecContext, path: FieldPath): FieldError[] => [
  ...dnsLabel(container.name, path.child('name')),
  ...validateImage(container.image ?? '', path.child('image')),
  ...validatePorts(container.ports, path.child('ports')),
  ...validateEnv(container.env, path.child('env')),
  ...validateEnvFrom(container.envFrom, path.child('envFrom')),
  ...validateMounts(container, context, path),
  ...validateDevices(container, context, path),
  ...when(container.resources, (resources) =>
    validateResources(resources, context.claimNames, path.child('resources')),
  ),
  ...validateRestartRules(container, path.child('restartPolicy')),
  ...validateResize(container.resizePolicy, context, path.child('resizePolicy')),
  ...when(container.securityContext, (security) =>
    validateContainerSecurity(security, context.spec.hostUsers !== false, path.child('securityContext')),
  ),
];

const validateRestartRules = ({ restartPolicy, restartPolicyRules }: Container, path: FieldPath): FieldError[] =>
  restartPolicyRules?.length && !restartPolicy
    ? [requiredValue(path, 'must specify restartPolicy when restart rules are used')]
    : [];

function validateImage(image: string, path: FieldPath): FieldError[] {
  if (image === '') return [requiredValue(path)];
  return image === image.trim() ? [] : [invalid(path, image, 'must not have leading or trailing whitespace')];
}

function validateResize(
  policies: readonly ContainerResizePolicy[] | undefined,
  { spec }: SpecContext,
  path: FieldPath,
): FieldError[] {
  const seen = new Set<string>();
  return each(policies, path, ({ resourceName, restartPolicy }, at) => {
    const again = seen.has(resourceName);
    seen.add(resourceName);
    const restarts = spec.restartPolicy === 'Never' && restartPolicy === 'RestartContainer';
    return [
      ...(again ? [duplicate(at, resourceName)] : []),
      ...(restarts ? [invalid(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")] : []),
    ];
  });
}

/** What only containers that stay have: probes and actions. */
function validateStaying(container: Container, { spec }: SpecContext, path: FieldPath): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...when(container.lifecycle, (actions) => validateLifecycle(actions, grace, path.child('lifecycle'))),
    ...validateProbes(container, path),
  ];
}

export const validateContainers = (context: SpecContext, path: FieldPath): FieldError[] => [
  ...each(context.spec.containers, path, (container, at) => [
    ...validateContainer(container, context, at),
    ...validateStaying(container, context, at),
  ]),
  ...validateHostPorts(context.spec.containers, path),
];

const onlyForSidecars = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export function validateInitContainers(context: SpecContext, path: FieldPath): FieldError[] {
  const names = new Set(context.spec.containers?.map(({ name }) => name));
  return each(context.spec.initContainers, path, (container, at) => [
    ...validateContainer(container, context, at),
    ...(names.has(container.name) ? [duplicate(at.child('name'), container.name)] : []),
    // Init containers run one by one, so each has the host's ports to itself.
    ...validateHostPorts([container], path),
    ...(container.restartPolicy === 'Always'
      ? validateStaying(container, context, at)
      : forbidFields(container, onlyForSidecars, at)),
  ]);
}

const forbidFields = (container: Container, fields: readonly (keyof Container)[], at: FieldPath): FieldError[] =>
  fields
    .filter((field) => container[field] !== undefined)
    .map((field) => forbidden(at.child(field), 'may not be set for init containers without restartPolicy=Always'));

const notForEphemeral = [
  'ports',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
] as const satisfies readonly (keyof EphemeralContainer)[];

const ephemeralRule = 'cannot be set for an Ephemeral Container';

export function validateEphemeralContainers(context: SpecContext, path: FieldPath): FieldError[] {
  const { containers, initContainers, ephemeralContainers } = context.spec;
  const names = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name));
  return each(ephemeralContainers, path, (container, at) => [
    ...validateContainer(container, context, at),
    ...(names.has(container.name) ? [duplicate(at.child('name'), container.name)] : []),
    ...validateTarget(container, names, at.child('targetContainerName')),
    ...validateEphemeralFields(container, at),
  ]);
}

const validateTarget = (
  { targetContainerName: target }: EphemeralContainer,
  names: ReadonlySet<string>,
  path: FieldPath,
): FieldError[] => (target && !names.has(target) ? [notFound(path, target)] : []);

const validateEphemeralFields = (container: EphemeralContainer, at: FieldPath): FieldError[] => [
  ...notForEphemeral
    .filter((field) => container[field] !== undefined)
    .map((field) => forbidden(at.child(field), ephemeralRule)),
  ...(Object.keys(container.resources ?? {}).length > 0 ? [forbidden(at.child('resources'), ephemeralRule)] : []),
  ...each(container.volumeMounts, at.child('volumeMounts'), ({ subPath, subPathExpr }, mount) => [
    ...(subPath ? [forbidden(mount.child('subPath'), ephemeralRule)] : []),
    ...(subPathExpr ? [forbidden(mount.child('subPathExpr'), ephemeralRule)] : []),
  ]),
];
