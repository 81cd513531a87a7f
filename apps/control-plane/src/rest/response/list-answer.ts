// Answers that hold a list, written item by item so that neither memory nor neighbours suffer from long ones.
import { Readable } from 'node:stream';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { ListPage } from '../../registry/registry.ts';
import type { Answer } from './answer.ts';
import { jsonOf } from './json-cache.ts';
import { yamlText } from './object-answer.ts';
import { partialMetadata } from './partial-metadata.ts';
import { columnDefinitions, tableRow } from './table.ts';
import type { ObjectView } from './view.ts';

/** Bytes handed to the socket at once. */
const chunkSize = 128 * 1024;

const comma = Buffer.from(',');

interface Frame {
  head: string;
  item(object: KubeObject): string | Buffer;
  separator: Buffer;
  tail: string;
}

export function listAnswer(page: ListPage, view: ObjectView): Answer {
  const frame = view.format === 'yaml' ? yamlFrame(page, view) : jsonFrame(page, view);
  const contentType = view.format === 'yaml' ? 'application/yaml' : 'application/json';
  const chunks = chunksOf(page.items, frame);
  const first = chunks.next();
  const second = chunks.next();
  if (first.done) return { code: 200, contentType, body: '' };
  if (second.done) return { code: 200, contentType, body: first.value };
  return {
    code: 200,
    contentType,
    body: Readable.from(resumed([first.value, second.value], chunks), { objectMode: false }),
  };
}

function* resumed(begun: readonly Buffer[], rest: Iterable<Buffer>): Generator<Buffer> {
  yield* begun;
  yield* rest;
}

function* chunksOf(items: readonly KubeObject[], frame: Frame): Generator<Buffer, undefined> {
  let parts: Buffer[] = [Buffer.from(frame.head)];
  let size = 0;
  for (const [index, object] of items.entries()) {
    const written = frame.item(object);
    const item = typeof written === 'string' ? Buffer.from(written) : written;
    if (index > 0) parts.push(frame.separator);
    parts.push(item);
    size += item.length;
    if (size < chunkSize) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  parts.push(Buffer.from(frame.tail));
  yield Buffer.concat(parts);
}

function listMeta(page: ListPage): Record<string, unknown> {
  return {
    resourceVersion: page.resourceVersion,
    ...(page.continue !== undefined && { continue: page.continue }),
    ...(page.remainingItemCount !== undefined && { remainingItemCount: page.remainingItemCount }),
  };
}

interface Title {
  kind: string;
  apiVersion: string;
  metadata: Record<string, unknown>;
  columnDefinitions?: unknown;
}

function titleOf(page: ListPage, { kind, view, version = 'v1' }: ObjectView): Title {
  const metadata = listMeta(page);
  if (view === 'Table') {
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${version}`,
      metadata,
      columnDefinitions: columnDefinitions(kind),
    };
  }
  if (view === undefined) return { kind: `${kind.kind}List`, apiVersion: kind.apiVersion, metadata };
  return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}`, metadata };
}

const entriesName = ({ view }: ObjectView): string => (view === 'Table' ? 'rows' : 'items');

function jsonFrame(page: ListPage, view: ObjectView): Frame {
  const indent = view.pretty ? 2 : undefined;
  const head = JSON.stringify(titleOf(page, view), null, indent).replace(/\n?\}$/, '');
  const write = itemWriter(view);
  return {
    head: `${head},${view.pretty ? '\n  ' : ''}"${entriesName(view)}":${view.pretty ? ' ' : ''}[`,
    item: view.pretty ? (object) => prettyItem(write(object)) : write,
    separator: comma,
    tail: view.pretty ? '\n  ]\n}\n' : ']}\n',
  };
}

function prettyItem(json: string | Buffer): string {
  return `\n    ${JSON.stringify(JSON.parse(json.toString()), null, 2).replaceAll('\n', '\n    ')}`;
}

function itemWriter(view: ObjectView): (object: KubeObject) => string | Buffer {
  if (view.view === 'Table') return (object) => tableRow(object, view);
  if (view.view === undefined) return jsonOf;
  return (object) => JSON.stringify(partialMetadata(object, view.version ?? 'v1'));
}

function yamlFrame(page: ListPage, view: ObjectView): Frame {
  const write = itemWriter(view);
  const empty = page.items.length === 0;
  return {
    head: `${yamlText(titleOf(page, view))}${entriesName(view)}:${empty ? ' []\n' : '\n'}`,
    item: (object) => yamlText([JSON.parse(write(object).toString())]),
    separator: Buffer.alloc(0),
    tail: '',
  };
}
