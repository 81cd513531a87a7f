// Checks of a running container and actions at the ends of its life.
import type { z } from 'zod';
import { int32, int64, intOrString, list, object, ref, required, scalar, text } from '../../schema/field.ts';

export const ExecAction = object('io.k8s.api.core.v1.ExecAction', 'A command run inside the container.', {
  command: list(scalar.text, 'Program and arguments, without a shell; exit code 0 means success.', { type: 'atomic' }),
});

export const GRPCAction = object('io.k8s.api.core.v1.GRPCAction', 'A call of the gRPC health service.', {
  port: required(int32('Port of the gRPC server.')),
  service: text('Service name put into the health request.', { default: '' }),
});

export const HTTPHeader = object('io.k8s.api.core.v1.HTTPHeader', 'A header of an HTTP request.', {
  name: required(text('Name of the header.')),
  value: required(text('Value of the header.', { allowEmpty: true })),
});

export const HTTPGetAction = object('io.k8s.api.core.v1.HTTPGetAction', 'An HTTP GET request.', {
  host: text("Host to connect to; the pod's address when empty."),
  httpHeaders: list(HTTPHeader, 'Headers to send.', { type: 'atomic' }),
  path: text('Path to request.', { default: '/' }),
  port: required(intOrString('Port to connect to: a number or the name of a container port.')),
  scheme: text('`HTTP` or `HTTPS`.', { default: 'HTTP', enum: ['HTTP', 'HTTPS'] }),
});

export const SleepAction = object('io.k8s.api.core.v1.SleepAction', 'A pause.', {
  seconds: required(int64('Length of the pause in seconds.')),
});

export const TCPSocketAction = object('io.k8s.api.core.v1.TCPSocketAction', 'The opening of a TCP connection.', {
  host: text("Host to connect to; the pod's address when empty."),
  port: required(intOrString('Port to connect to: a number or the name of a container port.')),
});

export const Probe = object(
  'io.k8s.api.core.v1.Probe',
  'A check repeated while a container runs; exactly one handler is set.',
  {
    exec: ref(ExecAction, 'Command to run in the container.'),
    failureThreshold: int32('Failures in a row after which the check counts as failed.', { default: 3, minimum: 1 }),
    grpc: ref(GRPCAction, 'gRPC health call to make.'),
    httpGet: ref(HTTPGetAction, 'HTTP request to send; answers from 200 to 399 mean success.'),
    initialDelaySeconds: int32("Seconds between the container's start and the first check.", { minimum: 0 }),
    periodSeconds: int32('Seconds between checks.', { default: 10, minimum: 1 }),
    successThreshold: int32('Successes in a row after which the check counts as passed; 1 for liveness and startup.', {
      default: 1,
      minimum: 1,
    }),
    tcpSocket: ref(TCPSocketAction, 'TCP connection to open.'),
    terminationGracePeriodSeconds: int64(
      "Seconds the container gets to end after a failed check; the pod's own when unset.",
    ),
    timeoutSeconds: int32('Seconds after which one check counts as failed.', { default: 1, minimum: 1 }),
  },
);

export const LifecycleHandler = object(
  'io.k8s.api.core.v1.LifecycleHandler',
  "An action at one end of a container's life; exactly one field is set.",
  {
    exec: ref(ExecAction, 'Command to run in the container.'),
    httpGet: ref(HTTPGetAction, 'HTTP request to send.'),
    sleep: ref(SleepAction, 'Pause to make.'),
    tcpSocket: ref(TCPSocketAction, 'No longer acted on; kept for old manifests.'),
  },
);

export const Lifecycle = object(
  'io.k8s.api.core.v1.Lifecycle',
  'Actions after a container starts and before it stops.',
  {
    postStart: ref(LifecycleHandler, 'Action right after the start; its failure kills the container.'),
    preStop: ref(LifecycleHandler, 'Action before the stop signal; its time counts against the grace period.'),
    stopSignal: text("Signal that asks the container to stop, such as `SIGTERM`; the image's own when unset."),
  },
);

export type ExecAction = z.infer<typeof ExecAction>;
export type GRPCAction = z.infer<typeof GRPCAction>;
export type HTTPHeader = z.infer<typeof HTTPHeader>;
export type HTTPGetAction = z.infer<typeof HTTPGetAction>;
export type SleepAction = z.infer<typeof SleepAction>;
export type TCPSocketAction = z.infer<typeof TCPSocketAction>;
export type Probe = z.infer<typeof Probe>;
export type LifecycleHandler = z.infer<typeof LifecycleHandler>;
export type Lifecycle = z.infer<typeof Lifecycle>;
