// PartialObjectMetadata: an object cut down to its metadata (meta.k8s.io).
import type { KubeObject } from '@gantry/api/meta/object-meta';

export const partialMetadata = (object: KubeObject, version: string): unknown => ({
  kind: 'PartialObjectMetadata',
  apiVersion: `meta.k8s.io/${version}`,
  metadata: object.metadata,
});
