// Volumes on file servers and storage clusters.
import type { z } from 'zod';
import { flag, int32, list, map, object, ref, required, scalar, text } from '../../schema/field.ts';
import { LocalObjectReference } from './object-reference.ts';

export const NFSVolumeSource = object('io.k8s.api.core.v1.NFSVolumeSource', 'A folder of an NFS server.', {
  path: required(text('Path the server exports.')),
  readOnly: flag('Mounts it read-only.'),
  server: required(text('Host name or address of the server.')),
});

export const CSIVolumeSource = object(
  'io.k8s.api.core.v1.CSIVolumeSource',
  'A volume that a CSI driver makes for the pod.',
  {
    driver: required(text('Name of the driver.')),
    fsType: text('File system type, for the driver.'),
    nodePublishSecretRef: ref(LocalObjectReference, 'Secret handed to the driver when it mounts.'),
    readOnly: flag('Mounts it read-only.'),
    volumeAttributes: map(scalar.text, 'Settings for the driver.'),
  },
);

export const ISCSIVolumeSource = object('io.k8s.api.core.v1.ISCSIVolumeSource', 'A disk over iSCSI.', {
  chapAuthDiscovery: flag('Uses CHAP for discovery.'),
  chapAuthSession: flag('Uses CHAP for the session.'),
  fsType: text('File system type, such as `ext4`.'),
  initiatorName: text("Name of the initiator, in place of the node's."),
  iqn: required(text('Qualified name of the target.')),
  iscsiInterface: text('Interface of the initiator.', { default: 'default' }),
  lun: required(int32('Number of the logical unit.')),
  portals: list(scalar.text, 'Further portals, as address and port.', { type: 'atomic' }),
  readOnly: flag('Mounts it read-only.'),
  secretRef: ref(LocalObjectReference, 'Secret with the CHAP names and passwords.'),
  targetPortal: required(text('Address of the target, with a port unless it is 3260.')),
});

export const FCVolumeSource = object('io.k8s.api.core.v1.FCVolumeSource', 'A disk over Fibre Channel.', {
  fsType: text('File system type, such as `ext4`.'),
  lun: int32('Number of the logical unit.'),
  readOnly: flag('Mounts it read-only.'),
  targetWWNs: list(scalar.text, 'World-wide names of the target.', { type: 'atomic' }),
  wwids: list(scalar.text, 'World-wide identifiers of the volume, in place of names and unit.', { type: 'atomic' }),
});

export const CephFSVolumeSource = object('io.k8s.api.core.v1.CephFSVolumeSource', 'A Ceph file system.', {
  monitors: required(list(scalar.text, 'Addresses of the Ceph monitors.', { type: 'atomic' })),
  path: text('Folder to mount; `/` when empty.'),
  readOnly: flag('Mounts it read-only.'),
  secretFile: text('Keyring file of the user.'),
  secretRef: ref(LocalObjectReference, "Secret with the user's key, in place of the file."),
  user: text('User of Ceph; `admin` when empty.'),
});

export const RBDVolumeSource = object('io.k8s.api.core.v1.RBDVolumeSource', 'A Ceph block device.', {
  fsType: text('File system type, such as `ext4`.'),
  image: required(text('Name of the image.')),
  keyring: text('Keyring file of the user.', { default: '/etc/ceph/keyring' }),
  monitors: required(list(scalar.text, 'Addresses of the Ceph monitors.', { type: 'atomic' })),
  pool: text('Pool of the image.', { default: 'rbd' }),
  readOnly: flag('Mounts it read-only.'),
  secretRef: ref(LocalObjectReference, "Secret with the user's key, in place of the keyring."),
  user: text('User of Ceph.', { default: 'admin' }),
});

export const GlusterfsVolumeSource = object('io.k8s.api.core.v1.GlusterfsVolumeSource', 'A Glusterfs volume.', {
  endpoints: required(text('Endpoints object that lists the servers.')),
  path: required(text('Name of the volume.')),
  readOnly: flag('Mounts it read-only.'),
});

export const QuobyteVolumeSource = object('io.k8s.api.core.v1.QuobyteVolumeSource', 'A Quobyte volume.', {
  group: text('Group it is mapped to.'),
  readOnly: flag('Mounts it read-only.'),
  registry: required(text('Registry addresses as host:port, joined by commas.')),
  tenant: text('Tenant that owns the volume.'),
  user: text('User it is mapped to.'),
  volume: required(text('Name of the volume.')),
});

export const FlexVolumeSource = object('io.k8s.api.core.v1.FlexVolumeSource', 'A volume of an exec-based driver.', {
  driver: required(text('Name of the driver.')),
  fsType: text('File system type, for the driver.'),
  options: map(scalar.text, 'Settings for the driver.'),
  readOnly: flag('Mounts it read-only.'),
  secretRef: ref(LocalObjectReference, 'Secret handed to the driver.'),
});

export const FlockerVolumeSource = object('io.k8s.api.core.v1.FlockerVolumeSource', 'A Flocker dataset.', {
  datasetName: text('Name of the dataset; deprecated.'),
  datasetUUID: text('Identifier of the dataset.'),
});

export const StorageOSVolumeSource = object('io.k8s.api.core.v1.StorageOSVolumeSource', 'A StorageOS volume.', {
  fsType: text('File system type, such as `ext4`.'),
  readOnly: flag('Mounts it read-only.'),
  secretRef: ref(LocalObjectReference, 'Secret with the credentials of its API.'),
  volumeName: text('Name of the volume.'),
  volumeNamespace: text("Namespace within StorageOS; the pod's when empty."),
});

export const PortworxVolumeSource = object('io.k8s.api.core.v1.PortworxVolumeSource', 'A Portworx volume.', {
  fsType: text('File system type, such as `ext4`.'),
  readOnly: flag('Mounts it read-only.'),
  volumeID: required(text('Identifier of the volume.')),
});

export type NFSVolumeSource = z.infer<typeof NFSVolumeSource>;
export type CSIVolumeSource = z.infer<typeof CSIVolumeSource>;
export type ISCSIVolumeSource = z.infer<typeof ISCSIVolumeSource>;
export type FCVolumeSource = z.infer<typeof FCVolumeSource>;
export type CephFSVolumeSource = z.infer<typeof CephFSVolumeSource>;
export type RBDVolumeSource = z.infer<typeof RBDVolumeSource>;
export type GlusterfsVolumeSource = z.infer<typeof GlusterfsVolumeSource>;
export type QuobyteVolumeSource = z.infer<typeof QuobyteVolumeSource>;
export type FlexVolumeSource = z.infer<typeof FlexVolumeSource>;
export type FlockerVolumeSource = z.infer<typeof FlockerVolumeSource>;
export type StorageOSVolumeSource = z.infer<typeof StorageOSVolumeSource>;
export type PortworxVolumeSource = z.infer<typeof PortworxVolumeSource>;
