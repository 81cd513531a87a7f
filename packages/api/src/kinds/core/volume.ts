// A pod's volume: a name and exactly one source.
import type { z } from 'zod';
import { object, ref, required, text } from '../../schema/field.ts';
import { emptyDirWithoutSource } from './pod-defaults.ts';
import { EphemeralVolumeSource, PersistentVolumeClaimVolumeSource } from './volume-claim.ts';
import {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  CinderVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  ScaleIOVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './volume-sources-cloud.ts';
import {
  ConfigMapVolumeSource,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  GitRepoVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  SecretVolumeSource,
} from './volume-sources-files.ts';
import {
  CephFSVolumeSource,
  CSIVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GlusterfsVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  PortworxVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
  StorageOSVolumeSource,
} from './volume-sources-network.ts';
import { ProjectedVolumeSource } from './volume-sources-projected.ts';

export const Volume = object(
  'io.k8s.api.core.v1.Volume',
  'Storage that the containers of a pod can mount; at most one source is set.',
  {
    awsElasticBlockStore: ref(AWSElasticBlockStoreVolumeSource, 'AWS EBS disk.'),
    azureDisk: ref(AzureDiskVolumeSource, 'Azure data disk.'),
    azureFile: ref(AzureFileVolumeSource, 'Azure file share.'),
    cephfs: ref(CephFSVolumeSource, 'Ceph file system.'),
    cinder: ref(CinderVolumeSource, 'OpenStack Cinder volume.'),
    configMap: ref(ConfigMapVolumeSource, 'Entries of a ConfigMap as files.'),
    csi: ref(CSIVolumeSource, 'Volume of a CSI driver, made for this pod.'),
    downwardAPI: ref(DownwardAPIVolumeSource, 'Facts about the pod as files.'),
    emptyDir: ref(EmptyDirVolumeSource, 'Scratch folder that lives as long as the pod.', {
      default: emptyDirWithoutSource,
    }),
    ephemeral: ref(EphemeralVolumeSource, 'Claim made with the pod and deleted with it.'),
    fc: ref(FCVolumeSource, 'Disk over Fibre Channel.'),
    flexVolume: ref(FlexVolumeSource, 'Volume of an exec-based driver; deprecated.'),
    flocker: ref(FlockerVolumeSource, 'Flocker dataset.'),
    gcePersistentDisk: ref(GCEPersistentDiskVolumeSource, 'Google Compute Engine disk.'),
    gitRepo: ref(GitRepoVolumeSource, 'Cloned git repository; deprecated.'),
    glusterfs: ref(GlusterfsVolumeSource, 'Glusterfs volume.'),
    hostPath: ref(HostPathVolumeSource, 'File or folder of the node; gives the pod power over the node.'),
    image: ref(ImageVolumeSource, 'Contents of an image, read-only.'),
    iscsi: ref(ISCSIVolumeSource, 'Disk over iSCSI.'),
    name: required(text('Name of the volume, a DNS label unique within the pod.')),
    nfs: ref(NFSVolumeSource, 'Folder of an NFS server.'),
    persistentVolumeClaim: ref(PersistentVolumeClaimVolumeSource, 'Persistent volume claim in the same namespace.'),
    photonPersistentDisk: ref(PhotonPersistentDiskVolumeSource, 'Photon Controller disk.'),
    portworxVolume: ref(PortworxVolumeSource, 'Portworx volume.'),
    projected: ref(ProjectedVolumeSource, 'Several sources in one folder.'),
    quobyte: ref(QuobyteVolumeSource, 'Quobyte volume.'),
    rbd: ref(RBDVolumeSource, 'Ceph block device.'),
    scaleIO: ref(ScaleIOVolumeSource, 'ScaleIO volume.'),
    secret: ref(SecretVolumeSource, 'Entries of a Secret as files.'),
    storageos: ref(StorageOSVolumeSource, 'StorageOS volume.'),
    vsphereVolume: ref(VsphereVirtualDiskVolumeSource, 'vSphere disk.'),
  },
);

export type Volume = z.infer<typeof Volume>;
