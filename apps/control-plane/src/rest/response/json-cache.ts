// The JSON of objects from the store, written once each: they are shared and never change.
import type { KubeObject } from '@gantry/api/meta/object-meta';

const written = new WeakMap<KubeObject, Buffer>();

/** UTF-8 JSON of an object that nobody will change. */
export function jsonOf(object: KubeObject): Buffer {
  const known = written.get(object);
  if (known) return known;
  const json = Buffer.from(JSON.stringify(object));
  written.set(object, json);
  return json;
}
