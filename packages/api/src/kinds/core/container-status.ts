// What the agent saw of one container.
import type { z } from 'zod';
import { flag, int32, int64, list, map, object, ref, required, scalar, text, time } from '../../schema/field.ts';
import { ResourceRequirements } from './resources.ts';

export const ContainerStateRunning = object('io.k8s.api.core.v1.ContainerStateRunning', 'A container that runs.', {
  startedAt: time('When it was started.'),
});

export const ContainerStateTerminated = object(
  'io.k8s.api.core.v1.ContainerStateTerminated',
  'A container that ended.',
  {
    containerID: text('Identifier of the container, as `<type>://<id>`.'),
    exitCode: required(int32('Exit code of the program.')),
    finishedAt: time('When it ended.'),
    message: text('Text the container left behind, from its termination message file.'),
    reason: text('Short reason, such as `Completed`, `Error` or `OOMKilled`.'),
    signal: int32('Signal that ended it.'),
    startedAt: time('When this run started.'),
  },
);

export const ContainerStateWaiting = object(
  'io.k8s.api.core.v1.ContainerStateWaiting',
  'A container that has not started yet.',
  {
    message: text('Details of the reason.'),
    reason: text('Short reason, such as `ContainerCreating` or `ImagePullBackOff`.'),
  },
);

export const ContainerState = object(
  'io.k8s.api.core.v1.ContainerState',
  'State of a container; exactly one field is set, waiting when none.',
  {
    running: ref(ContainerStateRunning, 'The container runs.'),
    terminated: ref(ContainerStateTerminated, 'The container ended.'),
    waiting: ref(ContainerStateWaiting, 'The container has not started.'),
  },
);

export const LinuxContainerUser = object(
  'io.k8s.api.core.v1.LinuxContainerUser',
  "User of the container's first process.",
  {
    gid: required(int64('Group id.')),
    supplementalGroups: list(scalar.int64, 'Further group ids.', { type: 'atomic' }),
    uid: required(int64('User id.')),
  },
);

export const ContainerUser = object('io.k8s.api.core.v1.ContainerUser', 'User the container runs as.', {
  linux: ref(LinuxContainerUser, 'User on Linux.'),
});

export const ResourceHealth = object('io.k8s.api.core.v1.ResourceHealth', 'Health of one device or the like.', {
  health: text('`Healthy`, `Unhealthy` or `Unknown`.'),
  message: text('Details of the health.'),
  resourceID: required(text('Identifier of the device, unique on the node.')),
});

export const ResourceStatus = object('io.k8s.api.core.v1.ResourceStatus', 'Health of the devices of one resource.', {
  name: required(text('Name of the resource.')),
  resources: list(ResourceHealth, 'Health of each device.', { type: 'map', keys: ['resourceID'] }),
});

export const ImageVolumeStatus = object('io.k8s.api.core.v1.ImageVolumeStatus', 'The image behind a mounted volume.', {
  imageRef: required(text('Digest of the image.')),
});

export const VolumeStatus = object('io.k8s.api.core.v1.VolumeStatus', 'Facts about a mounted volume.', {
  image: ref(ImageVolumeStatus, 'Facts about an image volume.'),
});

export const VolumeMountStatus = object('io.k8s.api.core.v1.VolumeMountStatus', 'A mount as it was made.', {
  mountPath: required(text('Path inside the container.')),
  name: required(text('Name of the volume.')),
  readOnly: flag('Whether the mount is read-only.'),
  recursiveReadOnly: text('Whether mounts below are read-only too.'),
  volumeStatus: ref(VolumeStatus, 'Facts about the volume.'),
});

export const ContainerStatus = object('io.k8s.api.core.v1.ContainerStatus', 'The observed state of one container.', {
  allocatedResources: map(scalar.quantity, 'Requests the node granted.'),
  allocatedResourcesStatus: list(ResourceStatus, 'Health of the devices given to the container.', {
    type: 'map',
    keys: ['name'],
    patchMergeKey: 'name',
    patchStrategy: 'merge',
  }),
  containerID: text('Identifier of the container, as `<type>://<id>`.'),
  image: required(text('Image the container runs.')),
  imageID: required(text('Digest of that image.')),
  lastState: ref(ContainerState, 'How the run before this one ended.'),
  name: required(text('Name of the container.')),
  ready: required(flag('Whether the readiness probe passes; always true without one.')),
  resources: ref(ResourceRequirements, 'Resources in force now.'),
  restartCount: required(int32('Number of times the container was restarted.')),
  started: flag('Whether the startup probe has passed and the post-start action is over.'),
  state: ref(ContainerState, 'State of the container now.'),
  stopSignal: text('Signal that will ask the container to stop.'),
  user: ref(ContainerUser, 'User the first process started as.'),
  volumeMounts: list(VolumeMountStatus, 'Mounts of the container.', {
    type: 'map',
    keys: ['mountPath'],
    patchMergeKey: 'mountPath',
    patchStrategy: 'merge',
  }),
});

export type ContainerStateRunning = z.infer<typeof ContainerStateRunning>;
export type ContainerStateTerminated = z.infer<typeof ContainerStateTerminated>;
export type ContainerStateWaiting = z.infer<typeof ContainerStateWaiting>;
export type ContainerState = z.infer<typeof ContainerState>;
export type LinuxContainerUser = z.infer<typeof LinuxContainerUser>;
export type ContainerUser = z.infer<typeof ContainerUser>;
export type ResourceHealth = z.infer<typeof ResourceHealth>;
export type ResourceStatus = z.infer<typeof ResourceStatus>;
export type ImageVolumeStatus = z.infer<typeof ImageVolumeStatus>;
export type VolumeStatus = z.infer<typeof VolumeStatus>;
export type VolumeMountStatus = z.infer<typeof VolumeMountStatus>;
export type ContainerStatus = z.infer<typeof ContainerStatus>;
