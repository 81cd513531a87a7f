// meta.k8s.io/v1 Table and PartialObjectMetadata: how `kubectl get` is answered. They are never stored and
// never sent to the server, so they are types and not schemas.
import type { ListMeta } from './list-meta.ts';
import type { KubeObject, ObjectMeta } from './object-meta.ts';

export interface TableColumnDefinition {
  name: string;
  type: string;
  format: string;
  description: string;
  /** Above 0: shown only in wide output. */
  priority: number;
}

export type TableCell = string | number | boolean | null;

/** An object cut down to its metadata. */
export interface PartialObjectMetadata {
  kind: 'PartialObjectMetadata';
  apiVersion: 'meta.k8s.io/v1';
  metadata: ObjectMeta;
}

export interface TableRow {
  cells: TableCell[];
  /** As asked by `includeObject`: metadata only (`Metadata`), the whole (`Object`), or absent (`None`). */
  object?: PartialObjectMetadata | KubeObject;
}

export interface Table {
  kind: 'Table';
  apiVersion: 'meta.k8s.io/v1';
  metadata: ListMeta;
  columnDefinitions: TableColumnDefinition[];
  rows: TableRow[];
}
