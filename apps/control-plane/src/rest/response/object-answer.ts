// Answers that hold one object.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { CORE_SCHEMA, dump } from 'js-yaml';
import type { Answer } from './answer.ts';
import { jsonOf } from './json-cache.ts';
import { partialMetadata } from './partial-metadata.ts';
import { tableRow, tableText } from './table.ts';
import type { ObjectView } from './view.ts';

const contentTypes = { json: 'application/json', yaml: 'application/yaml' } as const;

/** @param object from the registry; never changed */
export function objectAnswer(object: KubeObject, view: ObjectView, code = 200): Answer {
  return { code, contentType: contentTypes[view.format], body: objectBody(object, view) };
}

function objectBody(object: KubeObject, view: ObjectView): string | Buffer {
  if (view.format === 'json' && !view.pretty) return view.view ? objectText(object, view) : jsonOf(object);
  return valueText(view.view ? JSON.parse(objectText(object, view)) : object, view);
}

/** The object in the view asked for, as JSON text. */
function objectText(object: KubeObject, view: ObjectView): string {
  if (view.view === 'Table') {
    const { resourceVersion } = object.metadata;
    return tableText(view, { metadata: { resourceVersion }, rows: [tableRow(object, view)], definitions: true });
  }
  return JSON.stringify(view.view ? partialMetadata(object, view.version ?? 'v1') : object);
}

/** A value as YAML or (indented) JSON. */
export function valueText(value: unknown, { format, pretty }: Pick<ObjectView, 'format' | 'pretty'>): string {
  if (format === 'yaml') return yamlText(value);
  return `${JSON.stringify(value, null, pretty ? 2 : undefined)}\n`;
}

export const yamlText = (value: unknown): string =>
  dump(JSON.parse(JSON.stringify(value)), { schema: CORE_SCHEMA, noRefs: true, lineWidth: -1 });
