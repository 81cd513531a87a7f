// One batch of writes on its way to the database: its text, and what the answer means for each write.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { toJsonb } from './json-text.ts';
import type { ObjectCodec } from './object-codec.ts';
import type { CommitOptions, ObjectKey, StoreEvent, Write, WriteRefusal } from './object-store.ts';

/** A write waiting to be made. */
export interface PendingWrite {
  key: ObjectKey;
  type: StoreEvent['type'];
  /** As one element of gantry_commit's argument. */
  text: string;
  /** New state, without resourceVersion; absent for a delete. */
  object?: KubeObject;
  /** Milliseconds since the epoch. */
  since: number;
  resolve(object: KubeObject): void;
  reject(error: Error): void;
}

/** What gantry_commit answers. */
export interface BatchAnswer {
  /** Revision before the batch. */
  base: number;
  /** For each write: null when it was made, else why not. */
  refusals: readonly (WriteRefusal | null)[];
}

export interface BatchBounds {
  writes: number;
  /** Characters of JSON. */
  size: number;
}

const types = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' } as const;

// PostgreSQL's text has no U+0000.
const printable = (text: string) => text.replaceAll('\0', '\ufffd');

/** Encodes and, where asked for, seals a write. @throws when it cannot be stored as it is */
export function encodeWrite(
  codec: ObjectCodec,
  write: Write,
  { author, fence }: CommitOptions,
): Pick<PendingWrite, 'key' | 'type' | 'text' | 'object'> {
  const { key } = write;
  const encoded = write.type === 'delete' ? undefined : codec.encode(key, write.object);
  const head = toJsonb({
    op: types[write.type],
    r: key.resource,
    ns: key.namespace,
    n: key.name,
    uid: encoded?.uid,
    expected: write.type === 'create' ? undefined : write.expected,
    fence,
    username: printable(author.user),
    via: printable(author.via),
  });
  const text = encoded ? `${head.slice(0, -1)},"o":${encoded.text}}` : head;
  return { key, type: types[write.type], text, ...(encoded && { object: encoded.copy }) };
}

/** Takes the writes of the next batch off the queue; at least one. */
export function takeBatch(queue: PendingWrite[], bounds: BatchBounds): PendingWrite[] {
  let size = 0;
  let count = 0;
  for (const { text } of queue) {
    size += text.length;
    if (count > 0 && (count === bounds.writes || size > bounds.size)) break;
    count += 1;
  }
  return queue.splice(0, count);
}
