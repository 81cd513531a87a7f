// RFC 7386 (JSON merge patch): null removes a key, objects merge, everything else replaces.
import { badRequest } from '../meta/status-error.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';
import { assertDepth, isJsonObject, type JsonObject } from './json-value.ts';

/**
 * Applies a merge patch and returns the new document; parts that stay the same are shared with the given one.
 * @throws StatusError BadRequest for a patch that is no object, which would replace the whole document
 */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) throw badRequest('Invalid JSON Patch');
  assertDepth(patch);
  return merge(document, patch);
}

function merge(document: unknown, patch: JsonObject): JsonObject {
  const result: JsonObject = isJsonObject(document) ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else setOwn(result, key, isJsonObject(value) ? merge(getOwn(result, key), value) : value);
  }
  return result;
}
