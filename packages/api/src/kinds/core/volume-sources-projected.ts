// Several sources written into one volume.
import type { z } from 'zod';
import { LabelSelector } from '../../meta/label-selector.ts';
import { flag, int32, int64, list, map, object, ref, required, scalar, text } from '../../schema/field.ts';
import { DownwardAPIVolumeFile, KeyToPath } from './volume-sources-files.ts';

export const ConfigMapProjection = object('io.k8s.api.core.v1.ConfigMapProjection', 'The entries of a ConfigMap.', {
  items: list(KeyToPath, 'Keys to write and their paths; all keys when empty.', { type: 'atomic' }),
  name: text("Name of the ConfigMap, in the pod's namespace."),
  optional: flag('Lets the pod start when the ConfigMap or a key is missing.'),
});

export const SecretProjection = object('io.k8s.api.core.v1.SecretProjection', 'The entries of a Secret.', {
  items: list(KeyToPath, 'Keys to write and their paths; all keys when empty.', { type: 'atomic' }),
  name: text("Name of the Secret, in the pod's namespace."),
  optional: flag('Lets the pod start when the Secret or a key is missing.'),
});

export const DownwardAPIProjection = object('io.k8s.api.core.v1.DownwardAPIProjection', 'Facts about the pod.', {
  items: list(DownwardAPIVolumeFile, 'Files to write.', { type: 'atomic' }),
});

export const ServiceAccountTokenProjection = object(
  'io.k8s.api.core.v1.ServiceAccountTokenProjection',
  'A token by which the pod proves its service account.',
  {
    audience: text('Who the token is meant for; the API server when empty.'),
    expirationSeconds: int64('Seconds the token is valid; it is renewed before that.', { default: 3600 }),
    path: required(text('Path of the file within the volume.')),
  },
);

export const ClusterTrustBundleProjection = object(
  'io.k8s.api.core.v1.ClusterTrustBundleProjection',
  'Certificates of trusted authorities.',
  {
    labelSelector: ref(LabelSelector, 'Labels of the bundles to join, with `signerName`.'),
    name: text('Name of one bundle.'),
    optional: flag('Lets the pod start when no bundle is found.'),
    path: required(text('Path of the file within the volume.')),
    signerName: text('Signer whose bundles are joined.'),
  },
);

export const PodCertificateProjection = object(
  'io.k8s.api.core.v1.PodCertificateProjection',
  'A private key and a certificate made for the pod.',
  {
    certificateChainPath: text('Path of the file with the certificate chain.'),
    credentialBundlePath: text('Path of the file with key and chain together.'),
    keyPath: text('Path of the file with the key.'),
    keyType: required(text('Type of key to make, such as `ED25519` or `ECDSAP256`.')),
    maxExpirationSeconds: int32('Most seconds the certificate may be valid.'),
    signerName: required(text('Signer that issues the certificate.')),
    userAnnotations: map(scalar.text, 'Further facts for the signer.'),
  },
);

export const VolumeProjection = object(
  'io.k8s.api.core.v1.VolumeProjection',
  'One source of a projected volume; exactly one field is set.',
  {
    clusterTrustBundle: ref(ClusterTrustBundleProjection, 'Certificates of trusted authorities.'),
    configMap: ref(ConfigMapProjection, 'Entries of a ConfigMap.'),
    downwardAPI: ref(DownwardAPIProjection, 'Facts about the pod.'),
    podCertificate: ref(PodCertificateProjection, 'A key and certificate made for the pod.'),
    secret: ref(SecretProjection, 'Entries of a Secret.'),
    serviceAccountToken: ref(ServiceAccountTokenProjection, "A token of the pod's service account."),
  },
);

export const ProjectedVolumeSource = object(
  'io.k8s.api.core.v1.ProjectedVolumeSource',
  'Several sources in one folder.',
  {
    defaultMode: int32('Permission bits of the files; decimal in JSON (420 is 0644).', { default: 420 }),
    sources: list(VolumeProjection, 'The sources.', { type: 'atomic' }),
  },
);

export type ConfigMapProjection = z.infer<typeof ConfigMapProjection>;
export type SecretProjection = z.infer<typeof SecretProjection>;
export type DownwardAPIProjection = z.infer<typeof DownwardAPIProjection>;
export type ServiceAccountTokenProjection = z.infer<typeof ServiceAccountTokenProjection>;
export type ClusterTrustBundleProjection = z.infer<typeof ClusterTrustBundleProjection>;
export type PodCertificateProjection = z.infer<typeof PodCertificateProjection>;
export type VolumeProjection = z.infer<typeof VolumeProjection>;
export type ProjectedVolumeSource = z.infer<typeof ProjectedVolumeSource>;
