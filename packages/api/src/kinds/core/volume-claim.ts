// Claims on storage that pods hold or make.
import type { z } from 'zod';
import { LabelSelector } from '../../meta/label-selector.ts';
import { ObjectMeta } from '../../meta/object-meta.ts';
import { flag, list, object, ref, required, scalar, text } from '../../schema/field.ts';
import { VolumeResourceRequirements } from './resources.ts';
import { TypedLocalObjectReference, TypedObjectReference } from './typed-object-reference.ts';

export const PersistentVolumeClaimVolumeSource = object(
  'io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource',
  "A persistent volume claim in the pod's namespace.",
  {
    claimName: required(text('Name of the claim.')),
    readOnly: flag('Mounts it read-only everywhere.'),
  },
);

export const PersistentVolumeClaimSpec = object(
  'io.k8s.api.core.v1.PersistentVolumeClaimSpec',
  'The storage a claim asks for.',
  {
    accessModes: list(
      scalar.text,
      'Ways to mount it: `ReadWriteOnce`, `ReadOnlyMany`, `ReadWriteMany`, `ReadWriteOncePod`.',
      { enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'], type: 'atomic' },
    ),
    dataSource: ref(TypedLocalObjectReference, 'Snapshot or claim to fill the volume from.'),
    dataSourceRef: ref(TypedObjectReference, 'Object to fill the volume from, of any kind.'),
    resources: ref(VolumeResourceRequirements, 'Size of the volume.'),
    selector: ref(LabelSelector, 'Labels of the volumes to choose from.'),
    storageClassName: text('Storage class; empty text means none, unset means the default one.'),
    volumeAttributesClassName: text('Class of attributes that may change later, such as throughput.'),
    volumeMode: text('`Filesystem`, or `Block` for a raw device.', {
      default: 'Filesystem',
      enum: ['Block', 'Filesystem'],
    }),
    volumeName: text('Name of the volume bound to the claim.'),
  },
);

export const PersistentVolumeClaimTemplate = object(
  'io.k8s.api.core.v1.PersistentVolumeClaimTemplate',
  'A claim to make for the pod.',
  {
    metadata: ref(ObjectMeta, 'Labels and annotations of the claim.'),
    spec: required(ref(PersistentVolumeClaimSpec, 'The storage to ask for.')),
  },
);

export const EphemeralVolumeSource = object(
  'io.k8s.api.core.v1.EphemeralVolumeSource',
  'A claim that is made with the pod and deleted with it.',
  {
    volumeClaimTemplate: ref(
      PersistentVolumeClaimTemplate,
      "Claim to make; its name is the pod's and the volume's, joined by `-`.",
    ),
  },
);

export type PersistentVolumeClaimVolumeSource = z.infer<typeof PersistentVolumeClaimVolumeSource>;
export type PersistentVolumeClaimSpec = z.infer<typeof PersistentVolumeClaimSpec>;
export type PersistentVolumeClaimTemplate = z.infer<typeof PersistentVolumeClaimTemplate>;
export type EphemeralVolumeSource = z.infer<typeof EphemeralVolumeSource>;
