// metav1.ObjectMeta and the fields every object begins with.
import type { z } from 'zod';
import { anyJson, flag, int64, list, map, object, ref, required, scalar, text, time } from '../schema/field.ts';

export const OwnerReference = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference',
  'Names the object that owns this one: when the owner goes, the garbage collector removes what it owned.',
  {
    apiVersion: required(text('Group and version of the owner.')),
    blockOwnerDeletion: flag('Keeps a foreground-deleted owner until this object is gone.'),
    controller: flag('This owner is the managing controller; at most one may be.'),
    kind: required(text('Kind of the owner.')),
    name: required(text('Name of the owner.')),
    uid: required(text('UID of the owner; a new object under the same name is not the owner.')),
  },
  { mapType: 'atomic' },
);

export const ManagedFieldsEntry = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry',
  'The fields that one manager set through one API version.',
  {
    apiVersion: text('Group and version the fields were written in.'),
    fieldsType: text('Form of `fieldsV1`; always `FieldsV1`.'),
    fieldsV1: anyJson('The set of fields, as a tree of field names, keys and values.'),
    manager: text('Who manages the fields.'),
    operation: text('How they were set: `Apply` or `Update`.'),
    subresource: text('Subresource they were written through; empty for the object itself.'),
    time: time('When the set last changed.'),
  },
);

export const ObjectMeta = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  'What every stored object carries: its name, identity, labels and life cycle.',
  {
    annotations: map(scalar.text, 'Notes of tools and people; not used to select objects.'),
    creationTimestamp: time('When the server stored the object first.'),
    deletionGracePeriodSeconds: int64('Seconds the object has to end by itself once deleted.'),
    deletionTimestamp: time('When the object will be gone; set by a graceful delete, never unset.'),
    finalizers: list(scalar.text, 'Names of those who must agree before the object is removed.', {
      type: 'set',
      patchStrategy: 'merge',
    }),
    generateName: text('Prefix from which the server makes a unique name when `name` is empty.'),
    generation: int64('Counts the changes of the desired state.'),
    labels: map(scalar.text, 'Keys and values by which objects are selected and grouped.'),
    managedFields: list(ManagedFieldsEntry, 'Which manager set which fields; kept by the server.', { type: 'atomic' }),
    name: text('Name, unique within the namespace and kind.'),
    namespace: text('Namespace the object lives in; empty for cluster-wide kinds.'),
    ownerReferences: list(OwnerReference, 'Objects that this one depends on.', {
      type: 'map',
      keys: ['uid'],
      patchMergeKey: 'uid',
      patchStrategy: 'merge',
    }),
    resourceVersion: text('Version of the object; opaque, for optimistic locking and watches.'),
    selfLink: text('No longer set.'),
    uid: text('Identity of this object in time and space, set by the server.'),
  },
);

export type ObjectMeta = z.infer<typeof ObjectMeta>;
export type OwnerReference = z.infer<typeof OwnerReference>;
export type ManagedFieldsEntry = z.infer<typeof ManagedFieldsEntry>;

/** Any Kubernetes object. */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
};

/** Fields with which every kind's schema begins. */
export const objectFields = {
  apiVersion: required(text('Group and version of the schema this object is written in.')),
  kind: required(text('Kind of the object.')),
  // Its rules stand in `validate-object-meta.ts`, in Kubernetes' words for metadata.
  metadata: required(ref(ObjectMeta, 'Name, labels and life cycle of the object.', { lenient: true })),
};
