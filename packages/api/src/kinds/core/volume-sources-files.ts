// Volumes made of files: configuration, scratch space, host folders, images.
import type { z } from 'zod';
import { flag, int32, list, object, quantity, ref, required, text } from '../../schema/field.ts';
import { ObjectFieldSelector, ResourceFieldSelector } from './env.ts';
import { pullPolicyOfReference } from './pod-defaults.ts';

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

export const KeyToPath = object('io.k8s.api.core.v1.KeyToPath', 'One key and the file it becomes.', {
  key: required(text('Key to write.')),
  mode: int32("Permission bits of the file, from 0 to 0777; the volume's default when unset."),
  path: required(text('Path of the file within the volume; relative, without `..`.')),
});

export const ConfigMapVolumeSource = object(
  'io.k8s.api.core.v1.ConfigMapVolumeSource',
  'The entries of a ConfigMap as files.',
  {
    defaultMode: int32('Permission bits of the files; decimal in JSON (420 is 0644).', { default: 420 }),
    items: list(KeyToPath, 'Keys to write and their paths; all keys when empty.', { type: 'atomic' }),
    name: text("Name of the ConfigMap, in the pod's namespace."),
    optional: flag('Lets the pod start when the ConfigMap or a key is missing.'),
  },
);

export const SecretVolumeSource = object(
  'io.k8s.api.core.v1.SecretVolumeSource',
  'The entries of a Secret as files in memory.',
  {
    defaultMode: int32('Permission bits of the files; decimal in JSON (420 is 0644).', { default: 420 }),
    items: list(KeyToPath, 'Keys to write and their paths; all keys when empty.', { type: 'atomic' }),
    optional: flag('Lets the pod start when the Secret or a key is missing.'),
    secretName: text("Name of the Secret, in the pod's namespace."),
  },
);

export const DownwardAPIVolumeFile = object(
  'io.k8s.api.core.v1.DownwardAPIVolumeFile',
  'A file with facts about the pod.',
  {
    fieldRef: ref(ObjectFieldSelector, 'Field of the pod to write, such as its labels.'),
    mode: int32("Permission bits of the file; the volume's default when unset."),
    path: required(text('Path of the file within the volume; relative, without `..`.')),
    resourceFieldRef: ref(ResourceFieldSelector, 'Request or limit of a container to write.'),
  },
);

export const DownwardAPIVolumeSource = object(
  'io.k8s.api.core.v1.DownwardAPIVolumeSource',
  'Facts about the pod as files.',
  {
    defaultMode: int32('Permission bits of the files; decimal in JSON (420 is 0644).', { default: 420 }),
    items: list(DownwardAPIVolumeFile, 'Files to write.', { type: 'atomic' }),
  },
);

export const EmptyDirVolumeSource = object(
  'io.k8s.api.core.v1.EmptyDirVolumeSource',
  'A folder that is empty at first and lives as long as the pod.',
  {
    medium: text("`Memory` for a tmpfs; the node's disk when empty."),
    sizeLimit: quantity('Most it may hold; a pod that exceeds it is evicted.'),
  },
);

export const HostPathVolumeSource = object('io.k8s.api.core.v1.HostPathVolumeSource', 'A file or folder of the node.', {
  path: required(text('Path on the node.')),
  type: text(
    'What must be there: `Directory`, `File`, `Socket`, …, or `DirectoryOrCreate` to make it; unchecked when empty.',
    { default: '', enum: hostPathTypes },
  ),
});

export const ImageVolumeSource = object(
  'io.k8s.api.core.v1.ImageVolumeSource',
  'The contents of an image, read-only.',
  {
    pullPolicy: text('`Always`, `IfNotPresent` or `Never`.', {
      default: pullPolicyOfReference,
      enum: ['Always', 'IfNotPresent', 'Never'],
    }),
    reference: text('Image to mount, named as in a container.'),
  },
);

export const GitRepoVolumeSource = object(
  'io.k8s.api.core.v1.GitRepoVolumeSource',
  'A cloned git repository; deprecated and disabled upstream.',
  {
    directory: text('Folder to clone into.'),
    repository: required(text('Address of the repository.')),
    revision: text('Commit to check out.'),
  },
);

export type KeyToPath = z.infer<typeof KeyToPath>;
export type ConfigMapVolumeSource = z.infer<typeof ConfigMapVolumeSource>;
export type SecretVolumeSource = z.infer<typeof SecretVolumeSource>;
export type DownwardAPIVolumeFile = z.infer<typeof DownwardAPIVolumeFile>;
export type DownwardAPIVolumeSource = z.infer<typeof DownwardAPIVolumeSource>;
export type EmptyDirVolumeSource = z.infer<typeof EmptyDirVolumeSource>;
export type HostPathVolumeSource = z.infer<typeof HostPathVolumeSource>;
export type ImageVolumeSource = z.infer<typeof ImageVolumeSource>;
export type GitRepoVolumeSource = z.infer<typeof GitRepoVolumeSource>;
