// Rules of probes and of actions at the ends of a container's life.
import { type FieldError, forbidden, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../probe.ts';
import { invalidEach, portNameProblems, portNumber, when } from './checks.ts';

/** Handlers of probes and life-cycle actions alike, in the order Kubernetes looks for them. */
type Handlers = Partial<Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>>;

const order = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** @param gracePeriod seconds of the pod's grace period, which a sleep must fit into */
function validateHandler(handlers: Handlers, gracePeriod: number | undefined, path: FieldPath): FieldError[] {
  const [first, ...more] = order.filter((name) => handlers[name] !== undefined);
  if (first === undefined) return [requiredValue(path, 'must specify a handler type')];
  const refused = more.map((name) => forbidden(path.child(name), 'may not specify more than 1 handler type'));
  return [...validateFirst(handlers, gracePeriod, path.child(first))[first](), ...refused];
}

const validateFirst = (handlers: Handlers, gracePeriod: number | undefined, path: FieldPath) => ({
  exec: () => when(handlers.exec, ({ command }) => (command?.length ? [] : [requiredValue(path.child('command'))])),
  httpGet: () => when(handlers.httpGet, (action) => validateHttpGet(action, path)),
  tcpSocket: () => when(handlers.tcpSocket, ({ port }) => portOrName(port, path.child('port'))),
  grpc: () => when(handlers.grpc, ({ port }) => portNumber(port, path.child('port'))),
  sleep: () => when(handlers.sleep, ({ seconds }) => validateSleep(seconds, gracePeriod, path)),
});

const headerName = /^[-A-Za-z0-9]+$/;
const headerRule =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

const validateHttpGet = ({ port, httpHeaders }: HTTPGetAction, path: FieldPath): FieldError[] => [
  ...portOrName(port, path.child('port')),
  ...(httpHeaders ?? []).flatMap(({ name }) =>
    name === '' || headerName.test(name) ? [] : [invalid(path.child('httpHeaders'), name, headerRule)],
  ),
];

/** A port's number, or the name of one. */
const portOrName = (port: number | string, path: FieldPath): FieldError[] =>
  typeof port === 'number' ? portNumber(port, path) : invalidEach(path, port, portNameProblems(port));

function validateSleep(seconds: number, gracePeriod: number | undefined, path: FieldPath): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  const rule = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
  return [invalid(path, seconds, rule)];
}

export const validateLifecycle = (
  { postStart, preStop }: Lifecycle,
  gracePeriod: number | undefined,
  path: FieldPath,
): FieldError[] => [
  ...when(postStart, (handler) => validateHandler(handler, gracePeriod, path.child('postStart'))),
  ...when(preStop, (handler) => validateHandler(handler, gracePeriod, path.child('preStop'))),
];

interface Probes {
  livenessProbe?: Probe | undefined;
  readinessProbe?: Probe | undefined;
  startupProbe?: Probe | undefined;
}

export const validateProbes = (probes: Probes, path: FieldPath): FieldError[] => [
  ...when(probes.livenessProbe, (probe) => validateOnce(probe, path.child('livenessProbe'))),
  ...when(probes.readinessProbe, (probe) => validateReadiness(probe, path.child('readinessProbe'))),
  ...when(probes.startupProbe, (probe) => validateOnce(probe, path.child('startupProbe'))),
];

function validateProbe(probe: Probe, path: FieldPath): FieldError[] {
  const { terminationGracePeriodSeconds: grace } = probe;
  const at = path.child('terminationGracePeriodSeconds');
  return [
    ...validateHandler(probe, undefined, path),
    ...(grace !== undefined && grace <= 0 ? [invalid(at, grace, 'must be greater than 0')] : []),
  ];
}

/** Liveness and startup: one success says it all. */
function validateOnce(probe: Probe, path: FieldPath): FieldError[] {
  const { successThreshold = 1 } = probe;
  const once = successThreshold === 1 ? [] : [invalid(path.child('successThreshold'), successThreshold, 'must be 1')];
  return [...validateProbe(probe, path), ...once];
}

/** A failed readiness probe kills nothing, so it has no grace period of its own. */
function validateReadiness(probe: Probe, path: FieldPath): FieldError[] {
  const { terminationGracePeriodSeconds: grace } = probe;
  const at = path.child('terminationGracePeriodSeconds');
  const needless = grace === undefined ? [] : [invalid(at, grace, 'must not be set for readinessProbes')];
  return [...validateProbe(probe, path), ...needless];
}
