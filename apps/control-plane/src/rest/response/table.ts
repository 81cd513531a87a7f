// Tables: the columns a kind states, filled for each object, as `kubectl get` prints them.
import type { Column, KindDefinition } from '@gantry/api/kinds/define-kind';
import { age } from '@gantry/api/meta/human-duration';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { TableColumnDefinition } from '@gantry/api/meta/table';
import { partialMetadata } from './partial-metadata.ts';
import type { ObjectView } from './view.ts';

const nameColumn: Column<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name, unique within the namespace and kind.',
  cell: ({ metadata }) => metadata.name ?? '',
};

const ageColumn: Column<KubeObject> = {
  name: 'Age',
  type: 'string',
  description: 'Time since the server stored the object.',
  cell: ({ metadata }, now) =>
    metadata.creationTimestamp === undefined ? '<unknown>' : age(now - Date.parse(metadata.creationTimestamp)),
};

const wideLast = (column: Column<KubeObject>): boolean => (column.priority ?? 0) > 0;

/** Kubernetes puts AGE before the wide columns. */
function columnsOf({ columns = [], ownColumns }: KindDefinition): readonly Column<KubeObject>[] {
  if (ownColumns) return columns;
  return [nameColumn, ...columns.filter((column) => !wideLast(column)), ageColumn, ...columns.filter(wideLast)];
}

const definitions = new WeakMap<KindDefinition, TableColumnDefinition[]>();

export function columnDefinitions(kind: KindDefinition): TableColumnDefinition[] {
  const known = definitions.get(kind);
  if (known) return known;
  const made = columnsOf(kind).map(({ name, type, format = '', description, priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
  definitions.set(kind, made);
  return made;
}

/** One row as JSON text. */
export function tableRow(object: KubeObject, view: ObjectView): string {
  const cells = columnsOf(view.kind).map((column) => column.cell(object, view.now));
  return JSON.stringify({ cells, object: rowObject(object, view) });
}

function rowObject(object: KubeObject, { includeObject, version = 'v1' }: ObjectView): unknown {
  if (includeObject === 'None') return null;
  return includeObject === 'Object' ? object : partialMetadata(object, version);
}

export interface TableParts {
  metadata: unknown;
  /** Rows as JSON text. */
  rows: readonly string[];
  /** Left out in every watch event but the first. */
  definitions: boolean;
}

/** A whole Table as JSON text. */
export function tableText(
  { kind, version = 'v1' }: ObjectView,
  { metadata, rows, definitions: full }: TableParts,
): string {
  const columns = JSON.stringify(full ? columnDefinitions(kind) : null);
  return `{"kind":"Table","apiVersion":"meta.k8s.io/${version}","metadata":${JSON.stringify(metadata)},"columnDefinitions":${columns},"rows":[${rows.join(',')}]}`;
}
