// Watch events as lines of JSON, written once for all watchers that want the same form.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { Status } from '@gantry/api/meta/status-error';
import type { WatcherEvent } from '../../registry/registry.ts';
import { jsonOf } from '../response/json-cache.ts';
import { partialMetadata } from '../response/partial-metadata.ts';
import { tableRow, tableText } from '../response/table.ts';
import type { ObjectView } from '../response/view.ts';

/** The registry hands the same array to all watchers of one selection: lines live as long as it does. */
const written = new WeakMap<readonly WatcherEvent[], Map<string, Buffer>>();

const newline = Buffer.from('}\n');

/** @param first nothing was sent on this watch yet: a Table then states its columns */
export function eventLines(events: readonly WatcherEvent[], view: ObjectView, first: boolean): Buffer {
  const form = `${view.view ?? ''} ${view.version ?? ''} ${view.includeObject} ${first && view.view === 'Table'}`;
  const forms = written.get(events) ?? new Map<string, Buffer>();
  written.set(events, forms);
  const known = forms.get(form);
  if (known) return known;
  // Ages must be of now, not of the watch's start.
  const current = { ...view, now: Date.now() };
  const lines = Buffer.concat(
    events.flatMap(({ type, object }, index) => [
      Buffer.from(`{"type":"${type}","object":`),
      eventObject(object, current, first && index === 0),
      newline,
    ]),
  );
  forms.set(form, lines);
  return lines;
}

function eventObject(object: KubeObject, view: ObjectView, definitions: boolean): Buffer {
  if (view.view === undefined) return jsonOf(object);
  if (view.view !== 'Table') return Buffer.from(JSON.stringify(partialMetadata(object, view.version ?? 'v1')));
  const { resourceVersion } = object.metadata;
  return Buffer.from(tableText(view, { metadata: { resourceVersion }, rows: [tableRow(object, view)], definitions }));
}

/** Marks the end of the initial events (KEP-3157). */
const initialEventsEnd = 'k8s.io/initial-events-end';

export function bookmarkLine(revision: number, view: ObjectView, marked: boolean): string {
  const metadata = {
    resourceVersion: String(revision),
    ...(marked && { annotations: { [initialEventsEnd]: 'true' } }),
  };
  return `{"type":"BOOKMARK","object":${bookmarkObject(metadata, view)}}\n`;
}

function bookmarkObject(metadata: KubeObject['metadata'], view: ObjectView): string {
  const { kind, apiVersion } = view.kind;
  const object = { kind, apiVersion, metadata };
  if (view.view === undefined) return JSON.stringify(object);
  if (view.view !== 'Table') return JSON.stringify(partialMetadata(object, view.version ?? 'v1'));
  return tableText(view, { metadata, rows: [], definitions: false });
}

export const errorLine = (status: Status): string => `${JSON.stringify({ type: 'ERROR', object: status })}\n`;
