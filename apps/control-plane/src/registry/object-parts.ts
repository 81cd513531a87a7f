// Copies of an object with one part replaced: stored objects are shared and never changed in place.
import type { KubeObject, ObjectMeta } from '@gantry/api/meta/object-meta';
import { getOwn, setOwn } from '@gantry/api/schema/own-property';

/** A copy with a top-level field set, or left out when `value` is undefined. */
export function withPart<T extends KubeObject>(object: T, name: string, value: unknown): T {
  const copy = { ...object };
  if (value === undefined) Reflect.deleteProperty(copy, name);
  else setOwn(copy, name, value);
  return copy;
}

/** A copy with these metadata fields set; those given as undefined are left out. */
export function withMeta<T extends KubeObject>(object: T, changes: Partial<ObjectMeta>): T {
  const metadata = { ...object.metadata };
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) setOwn(metadata, name, value);
    // Only what is there: V8 keeps an object slow once something was deleted from it.
    else if (Object.hasOwn(metadata, name)) Reflect.deleteProperty(metadata, name);
  }
  return { ...object, metadata };
}

/** A nested field, or undefined where the way to it ends. */
export function partAt(object: object, ...path: string[]): unknown {
  let value: unknown = object;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = getOwn(value, name);
  }
  return value;
}

/** Everything but metadata and status: what `metadata.generation` counts the changes of. */
export function desiredPart(object: KubeObject): Record<string, unknown> {
  const rest: Record<string, unknown> = { ...object };
  delete rest.metadata;
  delete rest.status;
  return rest;
}
