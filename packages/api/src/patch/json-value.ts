// JSON values as patches and applies handle them: told apart and copied. Strangers' keys stay ordinary keys.
import { badRequest } from '../meta/status-error.ts';
import { setOwn } from '../schema/own-property.ts';

export type JsonObject = Record<string, unknown>;

/** Levels of nesting accepted in a patched document; real objects have some twenty. */
export const maxDepth = 1000;

export type JsonKind = 'null' | 'list' | 'map' | 'string' | 'number' | 'boolean';

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The kind of a JSON value; `undefined` counts as null. */
export function kindOf(value: unknown): JsonKind {
  if (Array.isArray(value)) return 'list';
  if (isJsonObject(value)) return 'map';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return typeof value as JsonKind;
  }
  return 'null';
}

/**
 * A deep copy.
 * @param depth levels above the value, where it will stand
 * @throws StatusError BadRequest for more than `maxDepth` levels
 */
export function cloneJson(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) throw badRequest(`the patch nests deeper than ${maxDepth} levels`);
  if (Array.isArray(value)) return value.map((item) => cloneJson(item, depth + 1));
  const copy = {};
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, cloneJson(item, depth + 1));
  return copy;
}

/** @throws StatusError BadRequest for more than `maxDepth` levels */
export function assertDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth) throw badRequest(`the patch nests deeper than ${maxDepth} levels`);
  for (const item of Object.values(value)) assertDepth(item, depth + 1);
}
