// Containers of a pod: what runs, with which ports, mounts and rules.
import type { z } from 'zod';
import { flag, int32, list, object, ref, required, scalar, text } from '../../schema/field.ts';
import { oneOf } from '../../schema/one-of.ts';
import { EnvFromSource, EnvVar } from './env.ts';
import { pullPolicyOfImage } from './pod-defaults.ts';
import { Lifecycle, Probe } from './probe.ts';
import { ContainerResizePolicy, ResourceRequirements } from './resources.ts';
import { SecurityContext } from './security-context.ts';

export const ContainerPort = object('io.k8s.api.core.v1.ContainerPort', 'A port the container listens on.', {
  containerPort: required(int32("Port number on the pod's address.")),
  hostIP: text('Address of the node to bind the host port to.'),
  hostPort: int32('Port number on the node; must equal `containerPort` on the host network.'),
  name: text('Name of the port, for services and probes; unique within the pod.'),
  protocol: text('`TCP`, `UDP` or `SCTP`.', { default: 'TCP', enum: ['SCTP', 'TCP', 'UDP'] }),
});

export const VolumeDevice = object('io.k8s.api.core.v1.VolumeDevice', 'A raw block device in a container.', {
  devicePath: required(text('Path of the device inside the container.')),
  name: required(text('Name of the volume; must be a persistent volume claim.')),
});

export const VolumeMount = object('io.k8s.api.core.v1.VolumeMount', "A volume's place in a container's file system.", {
  mountPath: required(text('Path inside the container; must not contain `:`.')),
  mountPropagation: text('How later mounts travel: `None`, `HostToContainer` or `Bidirectional`.', {
    enum: ['Bidirectional', 'HostToContainer', 'None'],
  }),
  name: required(text("Name of one of the pod's volumes.")),
  readOnly: flag('Mounts the volume read-only.'),
  recursiveReadOnly: text('Makes mounts below read-only too: `Disabled`, `IfPossible` or `Enabled`.', {
    enum: ['Disabled', 'Enabled', 'IfPossible'],
  }),
  subPath: text('Path within the volume to mount; its root when empty.'),
  subPathExpr: text("Like `subPath`, with `$(NAME)` replaced by the container's variables."),
});

export const ContainerRestartRuleOnExitCodes = object(
  'io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes',
  'The exit codes a rule matches.',
  {
    operator: required(text('`In` or `NotIn`.', { enum: ['In', 'NotIn'] })),
    values: list(scalar.int32, 'Exit codes; at most 255.', { type: 'set' }),
  },
);

export const ContainerRestartRule = object(
  'io.k8s.api.core.v1.ContainerRestartRule',
  'What to do when a container exits in a certain way.',
  {
    action: required(
      text('Action when the rule matches; `Restart` or `RestartAllContainers`.', {
        enum: ['Restart', 'RestartAllContainers'],
      }),
    ),
    exitCodes: ref(ContainerRestartRuleOnExitCodes, 'Exit codes the rule is for.'),
  },
);

/** What ordinary and ephemeral containers have in common. */
const containerFields = {
  args: list(scalar.text, "Arguments of the program; the image's CMD when unset. `$(NAME)` is replaced by variables.", {
    type: 'atomic',
  }),
  command: list(scalar.text, "Program to run, without a shell; the image's ENTRYPOINT when unset.", { type: 'atomic' }),
  env: list(EnvVar, 'Environment variables.', {
    allowDuplicates: true,
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge',
  }),
  envFrom: list(EnvFromSource, 'ConfigMaps and Secrets whose entries all become variables; `env` comes before them.', {
    type: 'atomic',
  }),
  image: text('Image to run, such as `registry.example/app:1.2` or with an `@sha256:` digest.'),
  imagePullPolicy: text('`Always`, `IfNotPresent` or `Never`; `Always` by default for the tag `latest`.', {
    default: pullPolicyOfImage,
    enum: ['Always', 'IfNotPresent', 'Never'],
  }),
  lifecycle: ref(Lifecycle, 'Actions after start and before stop.'),
  livenessProbe: ref(Probe, 'Check whose failure restarts the container.'),
  name: required(text('Name of the container, a DNS label unique within the pod.')),
  ports: list(ContainerPort, 'Ports the container listens on; information only, any port can be reached.', {
    allowDuplicates: true,
    type: 'map',
    keys: ['containerPort', 'protocol'],
    patchMergeKey: 'containerPort',
    patchStrategy: 'merge',
  }),
  readinessProbe: ref(Probe, 'Check whose failure takes the pod out of its services.'),
  resizePolicy: list(ContainerResizePolicy, 'What changes of cpu or memory mean for the running container.', {
    type: 'atomic',
  }),
  resources: ref(ResourceRequirements, 'Compute resources the container needs.', { default: {} }),
  restartPolicy: text("Overrides the pod's policy; `Always` on an init container makes it a sidecar.", {
    enum: ['Always', 'Never', 'OnFailure'],
  }),
  restartPolicyRules: list(
    ContainerRestartRule,
    'Rules tried in order when the container exits, before `restartPolicy`.',
    { type: 'atomic' },
  ),
  securityContext: ref(SecurityContext, 'User, privileges and confinement of the container.'),
  startupProbe: ref(Probe, 'Check that must pass once before the other probes begin.'),
  stdin: flag('Keeps standard input open for `attach`.'),
  stdinOnce: flag('Closes standard input after the first client detaches.'),
  terminationMessagePath: text('File whose text becomes the message when the container ends.', {
    default: '/dev/termination-log',
  }),
  terminationMessagePolicy: text(
    '`File`, or `FallbackToLogsOnError` to use the end of the log when the file is empty.',
    { default: 'File', validate: oneOf('File', 'FallbackToLogsOnError') },
  ),
  tty: flag('Runs the program on a terminal; needs `stdin`.'),
  volumeDevices: list(VolumeDevice, 'Raw block devices in the container.', {
    allowDuplicates: true,
    type: 'map',
    keys: ['devicePath'],
    patchMergeKey: 'devicePath',
    patchStrategy: 'merge',
  }),
  volumeMounts: list(VolumeMount, "Volumes in the container's file system.", {
    allowDuplicates: true,
    type: 'map',
    keys: ['mountPath'],
    patchMergeKey: 'mountPath',
    patchStrategy: 'merge',
  }),
  workingDir: text("Folder the program starts in; the image's own when unset."),
};

export const Container = object(
  'io.k8s.api.core.v1.Container',
  'A program run from an image inside a pod.',
  containerFields,
);

export const EphemeralContainer = object(
  'io.k8s.api.core.v1.EphemeralContainer',
  'A container added to a running pod for debugging; never restarted.',
  {
    ...containerFields,
    targetContainerName: text('Container whose process namespace it joins.'),
  },
);

export type ContainerPort = z.infer<typeof ContainerPort>;
export type VolumeDevice = z.infer<typeof VolumeDevice>;
export type VolumeMount = z.infer<typeof VolumeMount>;
export type ContainerRestartRuleOnExitCodes = z.infer<typeof ContainerRestartRuleOnExitCodes>;
export type ContainerRestartRule = z.infer<typeof ContainerRestartRule>;
export type Container = z.infer<typeof Container>;
export type EphemeralContainer = z.infer<typeof EphemeralContainer>;
