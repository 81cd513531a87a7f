// An object as it lies in the database and as everybody sees it: without and with its resourceVersion, sealed and open.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { getOwn, setOwn } from '@gantry/api/schema/own-property';
import type { Cipher } from './cipher.ts';
import { fromJsonb, jsonbOf, toJsonb } from './json-text.ts';
import type { ObjectKey } from './object-store.ts';
import { StoreError } from './store-error.ts';

export interface EncodedObject {
  uid: string;
  /** For a jsonb column. */
  text: string;
  /** A copy that no caller holds, without resourceVersion. */
  copy: KubeObject;
}

export interface ObjectCodec {
  /** @throws when the object has no uid */
  encode(key: ObjectKey, object: KubeObject): EncodedObject;
  /** @param text as PostgreSQL prints the column */
  decode(key: ObjectKey, text: string, revision: number): KubeObject;
}

/** The same object as of a revision. */
export function atRevision(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Replaces the value at a path in an object that only the caller holds. */
function replaceAt(root: object, path: string, change: (value: unknown) => unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let holder: unknown = root;
  for (const step of steps) holder = isObject(holder) ? getOwn(holder, step) : undefined;
  if (!isObject(holder)) return;
  const value = getOwn(holder, last);
  if (value !== undefined) setOwn(holder, last, change(value));
}

/** What is sealed where is part of what is authenticated: a sealed value opens nowhere else. */
const contextOf = ({ resource, namespace, name }: ObjectKey, uid: string, field: string) =>
  [resource, namespace, name, uid, field].join('/');

const parseObject = (text: string): KubeObject => JSON.parse(text) as KubeObject;

function withoutRevision(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

// `kubectl apply` keeps the whole manifest in an annotation, and managedFields names every key of the sealed maps.
const repeatingFields = ['metadata.annotations', 'metadata.managedFields'];

export function createObjectCodec(cipher?: Cipher): ObjectCodec {
  const sealedFields = (resource: string) => {
    const fields = cipher?.encrypts(resource) ?? [];
    return fields.length === 0 ? fields : [...fields, ...repeatingFields];
  };

  const seal = (key: ObjectKey, uid: string, object: KubeObject): KubeObject => {
    const copy = structuredClone(object);
    for (const field of sealedFields(key.resource)) {
      replaceAt(copy, field, (value) => cipher?.seal(Buffer.from(JSON.stringify(value)), contextOf(key, uid, field)));
    }
    return copy;
  };

  const openField = (value: unknown, context: string): unknown => {
    // A value that is no string was stored before its field was to be sealed.
    if (!cipher || typeof value !== 'string') return value;
    try {
      return JSON.parse(Buffer.from(cipher.open(value, context)).toString());
    } catch (error) {
      throw new StoreError(
        `${context} cannot be decrypted`,
        'put back the key that this database was used with',
        error,
      );
    }
  };

  const open = (key: ObjectKey, object: KubeObject): void => {
    for (const field of sealedFields(key.resource)) {
      const context = contextOf(key, object.metadata.uid ?? '', field);
      replaceAt(object, field, (value) => openField(value, context));
    }
  };

  return {
    encode(key, object) {
      const { uid } = object.metadata;
      if (!uid) throw new TypeError(`${key.resource} ${key.namespace}/${key.name}: object without metadata.uid`);
      const text = JSON.stringify(withoutRevision(object));
      const copy = parseObject(text);
      const sealed = sealedFields(key.resource).length > 0;
      return { uid, text: sealed ? toJsonb(seal(key, uid, copy)) : jsonbOf(text), copy };
    },
    decode(key, text, revision) {
      const object = fromJsonb(text) as KubeObject;
      open(key, object);
      return atRevision(object, revision);
    },
  };
}
