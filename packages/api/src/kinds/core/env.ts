// Environment variables of a container and the places their values come from.
import type { z } from 'zod';
import { flag, object, quantity, ref, required, text } from '../../schema/field.ts';

export const ConfigMapKeySelector = object(
  'io.k8s.api.core.v1.ConfigMapKeySelector',
  'One key of a ConfigMap.',
  {
    key: required(text('Key to read.')),
    name: text("Name of the ConfigMap, in the pod's namespace."),
    optional: flag('Lets the container start when the ConfigMap or the key is missing.'),
  },
  { mapType: 'atomic' },
);

export const SecretKeySelector = object(
  'io.k8s.api.core.v1.SecretKeySelector',
  'One key of a Secret.',
  {
    key: required(text('Key to read.')),
    name: text("Name of the Secret, in the pod's namespace."),
    optional: flag('Lets the container start when the Secret or the key is missing.'),
  },
  { mapType: 'atomic' },
);

export const FileKeySelector = object(
  'io.k8s.api.core.v1.FileKeySelector',
  'One key of an env file in a volume.',
  {
    key: required(text('Variable to read from the file.')),
    optional: flag('Lets the container start when the file or the key is missing.'),
    path: required(text('Path of the file within the volume; relative, without `..`.')),
    volumeName: required(text('Volume that holds the file.')),
  },
  { mapType: 'atomic' },
);

export const ObjectFieldSelector = object(
  'io.k8s.api.core.v1.ObjectFieldSelector',
  'A field of the pod itself.',
  {
    apiVersion: text('Version the path is written in.', { default: 'v1' }),
    fieldPath: required(text('Path of the field, such as `metadata.name` or `status.podIP`.')),
  },
  { mapType: 'atomic' },
);

export const ResourceFieldSelector = object(
  'io.k8s.api.core.v1.ResourceFieldSelector',
  'A request or limit of a container.',
  {
    containerName: text('Container to read from; required in volumes, otherwise the container itself.'),
    divisor: quantity('Unit of the value: `1Mi` turns bytes into mebibytes.', { default: '0' }),
    resource: required(text('Resource to read, such as `limits.cpu` or `requests.memory`.')),
  },
  { mapType: 'atomic' },
);

export const EnvVarSource = object(
  'io.k8s.api.core.v1.EnvVarSource',
  "Where a variable's value comes from; exactly one field is set.",
  {
    configMapKeyRef: ref(ConfigMapKeySelector, 'Value of one key of a ConfigMap.'),
    fieldRef: ref(ObjectFieldSelector, 'Value of a field of the pod, such as its name or address.'),
    fileKeyRef: ref(FileKeySelector, 'Value of one key of an env file in a volume.'),
    resourceFieldRef: ref(ResourceFieldSelector, 'A request or limit of a container, such as `limits.cpu`.'),
    secretKeyRef: ref(SecretKeySelector, 'Value of one key of a Secret.'),
  },
);

export const EnvVar = object('io.k8s.api.core.v1.EnvVar', 'An environment variable.', {
  name: required(text('Name of the variable.')),
  value: text('Value; `$(NAME)` refers to variables defined before, `$$(NAME)` stays as it is.'),
  valueFrom: ref(EnvVarSource, 'Source of the value, in place of `value`.'),
});

export const ConfigMapEnvSource = object(
  'io.k8s.api.core.v1.ConfigMapEnvSource',
  'A ConfigMap whose entries become variables.',
  {
    name: text("Name of the ConfigMap, in the pod's namespace."),
    optional: flag('Lets the container start when the ConfigMap is missing.'),
  },
);

export const SecretEnvSource = object(
  'io.k8s.api.core.v1.SecretEnvSource',
  'A Secret whose entries become variables.',
  {
    name: text("Name of the Secret, in the pod's namespace."),
    optional: flag('Lets the container start when the Secret is missing.'),
  },
);

export const EnvFromSource = object(
  'io.k8s.api.core.v1.EnvFromSource',
  'A ConfigMap or Secret whose entries all become variables.',
  {
    configMapRef: ref(ConfigMapEnvSource, 'ConfigMap to read.'),
    prefix: text("Text put before each variable's name."),
    secretRef: ref(SecretEnvSource, 'Secret to read.'),
  },
);

export type ConfigMapKeySelector = z.infer<typeof ConfigMapKeySelector>;
export type SecretKeySelector = z.infer<typeof SecretKeySelector>;
export type FileKeySelector = z.infer<typeof FileKeySelector>;
export type ObjectFieldSelector = z.infer<typeof ObjectFieldSelector>;
export type ResourceFieldSelector = z.infer<typeof ResourceFieldSelector>;
export type EnvVarSource = z.infer<typeof EnvVarSource>;
export type EnvVar = z.infer<typeof EnvVar>;
export type ConfigMapEnvSource = z.infer<typeof ConfigMapEnvSource>;
export type SecretEnvSource = z.infer<typeof SecretEnvSource>;
export type EnvFromSource = z.infer<typeof EnvFromSource>;
