// Disks of cloud providers; known so that manifests pass, not served by Gantry's nodes.
import type { z } from 'zod';
import { flag, int32, object, ref, required, text } from '../../schema/field.ts';
import { LocalObjectReference } from './object-reference.ts';

export const AWSElasticBlockStoreVolumeSource = object(
  'io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource',
  'An AWS EBS disk.',
  {
    fsType: text('File system type, such as `ext4`.'),
    partition: int32('Partition to mount; the whole disk when 0.'),
    readOnly: flag('Mounts it read-only.'),
    volumeID: required(text('Identifier of the disk.')),
  },
);

export const AzureDiskVolumeSource = object('io.k8s.api.core.v1.AzureDiskVolumeSource', 'An Azure data disk.', {
  cachingMode: text('`None`, `ReadOnly` or `ReadWrite`.', {
    default: 'ReadWrite',
    enum: ['None', 'ReadOnly', 'ReadWrite'],
  }),
  diskName: required(text('Name of the disk.')),
  diskURI: required(text('Address of the disk.')),
  fsType: text('File system type.', { default: 'ext4' }),
  kind: text('`Shared`, `Dedicated` or `Managed`.', { default: 'Shared', enum: ['Dedicated', 'Managed', 'Shared'] }),
  readOnly: flag('Mounts it read-only.', { default: false }),
});

export const AzureFileVolumeSource = object('io.k8s.api.core.v1.AzureFileVolumeSource', 'An Azure file share.', {
  readOnly: flag('Mounts it read-only.'),
  secretName: required(text("Secret with the storage account's name and key.")),
  shareName: required(text('Name of the share.')),
});

export const CinderVolumeSource = object('io.k8s.api.core.v1.CinderVolumeSource', 'An OpenStack Cinder volume.', {
  fsType: text('File system type, such as `ext4`.'),
  readOnly: flag('Mounts it read-only.'),
  secretRef: ref(LocalObjectReference, 'Secret with the parameters to connect to OpenStack.'),
  volumeID: required(text('Identifier of the volume.')),
});

export const GCEPersistentDiskVolumeSource = object(
  'io.k8s.api.core.v1.GCEPersistentDiskVolumeSource',
  'A Google Compute Engine disk.',
  {
    fsType: text('File system type, such as `ext4`.'),
    partition: int32('Partition to mount; the whole disk when 0.'),
    pdName: required(text('Name of the disk.')),
    readOnly: flag('Mounts it read-only.'),
  },
);

export const PhotonPersistentDiskVolumeSource = object(
  'io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource',
  'A Photon Controller disk.',
  {
    fsType: text('File system type, such as `ext4`.'),
    pdID: required(text('Identifier of the disk.')),
  },
);

export const ScaleIOVolumeSource = object('io.k8s.api.core.v1.ScaleIOVolumeSource', 'A ScaleIO volume.', {
  fsType: text('File system type.', { default: 'xfs' }),
  gateway: required(text('Address of the API gateway.')),
  protectionDomain: text('Protection domain of the storage.'),
  readOnly: flag('Mounts it read-only.'),
  secretRef: required(ref(LocalObjectReference, "Secret with the user's name and password.")),
  sslEnabled: flag('Talks to the gateway over TLS.'),
  storageMode: text('`ThickProvisioned` or `ThinProvisioned`.', { default: 'ThinProvisioned' }),
  storagePool: text('Storage pool of the protection domain.'),
  system: required(text('Name of the storage system.')),
  volumeName: text('Name of the volume.'),
});

export const VsphereVirtualDiskVolumeSource = object(
  'io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource',
  'A vSphere disk.',
  {
    fsType: text('File system type, such as `ext4`.'),
    storagePolicyID: text('Identifier of the storage policy.'),
    storagePolicyName: text('Name of the storage policy.'),
    volumePath: required(text('Path of the disk.')),
  },
);

export type AWSElasticBlockStoreVolumeSource = z.infer<typeof AWSElasticBlockStoreVolumeSource>;
export type AzureDiskVolumeSource = z.infer<typeof AzureDiskVolumeSource>;
export type AzureFileVolumeSource = z.infer<typeof AzureFileVolumeSource>;
export type CinderVolumeSource = z.infer<typeof CinderVolumeSource>;
export type GCEPersistentDiskVolumeSource = z.infer<typeof GCEPersistentDiskVolumeSource>;
export type PhotonPersistentDiskVolumeSource = z.infer<typeof PhotonPersistentDiskVolumeSource>;
export type ScaleIOVolumeSource = z.infer<typeof ScaleIOVolumeSource>;
export type VsphereVirtualDiskVolumeSource = z.infer<typeof VsphereVirtualDiskVolumeSource>;
