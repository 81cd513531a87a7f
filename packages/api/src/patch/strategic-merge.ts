// Strategic merge patch, Kubernetes' own: like a merge patch, but lists merge by key where the schema says so.
// Behaviour of k8s.io/apimachinery/pkg/util/strategicpatch/patch.go, which kubectl's diffs rely on.
import { badRequest } from '../meta/status-error.ts';
import type { FieldFacts } from '../schema/facts.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';
import type { ObjectShape, Shape } from '../schema/shape.ts';
import { arrange } from './element-order.ts';
import { goFormat, goType } from './go-format.ts';
import { assertDepth, isJsonObject, type JsonObject, kindOf } from './json-value.ts';
import {
  assertSameOrder,
  deletePrimitives,
  expectList,
  identifierOf,
  type ListRules,
  mergeLists,
} from './strategic-list.ts';

const deletionPrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** Where a value stands: its shape, and what its field says about patches. */
interface Place {
  shape: Shape;
  facts?: FieldFacts;
}

/**
 * Applies a strategic merge patch and returns the new document; parts that stay the same are shared with the given
 * one, which does not change. Unknown fields go along.
 * @throws StatusError BadRequest in Kubernetes' words for a patch that does not fit the schema
 */
export function applyStrategicMerge(shape: ObjectShape, document: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    throw badRequest(`json: cannot unmarshal ${goType(patch)} into Go value of type map[string]interface {}`);
  }
  assertDepth(patch);
  return mergeObject(shape, isJsonObject(document) ? document : {}, patch);
}

function mergeObject(shape: Shape, original: JsonObject, patch: JsonObject): JsonObject {
  const directive = getOwn(patch, '$patch');
  if (directive === undefined) return mergeFields(shape, original, patch);
  if (directive === 'delete') return {};
  if (directive === 'replace') return without(patch, '$patch');
  if (directive === 'merge') return mergeFields(shape, original, without(patch, '$patch'));
  throw badRequest(`unknown patch type: ${goFormat(directive)} in map: ${goFormat(patch)}`);
}

function mergeFields(shape: Shape, original: JsonObject, patch: JsonObject): JsonObject {
  const result = retainKeys(original, patch);
  const ordered = setElementOrders(shape, result, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$retainKeys' || key.startsWith(orderPrefix) || ordered.has(key)) continue;
    if (key.startsWith(deletionPrefix)) deleteFromList(result, key.slice(deletionPrefix.length), value);
    else mergeField(fieldPlace(shape, key), result, { key, value });
  }
  return result;
}

function without(object: JsonObject, key: string): JsonObject {
  const copy = { ...object };
  Reflect.deleteProperty(copy, key);
  return copy;
}

/** A copy of the original, with only the keys that `$retainKeys` names when it is there. */
function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const result = { ...original };
  const directive = getOwn(patch, '$retainKeys');
  if (directive === undefined) return result;
  const names = new Set(Array.isArray(directive) ? directive : []);
  const covered = (key: string) => key.startsWith('$') || getOwn(patch, key) === null || names.has(key);
  if (!Array.isArray(directive) || !Object.keys(patch).every(covered)) {
    throw badRequest('invalid patch format of retainKeys');
  }
  for (const key of Object.keys(result)) if (!names.has(key)) Reflect.deleteProperty(result, key);
  return result;
}

/** Merges each list whose order the patch states, puts it in that order and returns the fields so done. */
function setElementOrders(shape: Shape, result: JsonObject, patch: JsonObject): Set<string> {
  const done = new Set<string>();
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(orderPrefix)) continue;
    const field = key.slice(orderPrefix.length);
    const change = getOwn(patch, field);
    if (change === null) continue;
    done.add(field);
    const stored = getOwn(result, field) ?? undefined;
    if (stored === undefined && change === undefined) continue;
    const merged = orderedList(fieldPlace(shape, field), { stored, change, order: expectList(value) });
    setOwn(result, field, merged);
  }
  return done;
}

interface OrderedChange {
  stored: unknown;
  change: unknown;
  order: unknown[];
}

function orderedList(place: Place, { stored, change, order }: OrderedChange): unknown[] {
  const before = stored === undefined ? [] : expectList(stored);
  const patch = change === undefined ? [] : expectList(change);
  if (before.length === 0 && patch.length === 0) return [];
  const rules = listRules(place);
  const identify = identifierOf(rules, before, patch, order);
  assertSameOrder(patch, order, identify);
  const merged = change === undefined ? before : mergeList(place, before, patch);
  return arrange(merged, { patch: order, stored: before }, identify);
}

function deleteFromList(result: JsonObject, key: string, deleted: unknown): void {
  if (deleted === null) Reflect.deleteProperty(result, key);
  const current = getOwn(result, key);
  if (Array.isArray(current) && Array.isArray(deleted)) setOwn(result, key, deletePrimitives(current, deleted));
}

function mergeField(place: Place, result: JsonObject, { key, value }: { key: string; value: unknown }): void {
  if (value === null) {
    Reflect.deleteProperty(result, key);
    return;
  }
  const current = getOwn(result, key);
  setOwn(result, key, kindOf(current) === kindOf(value) ? mergeValue(place, current, value) : introduce(place, value));
}

function mergeValue(place: Place, current: unknown, value: unknown): unknown {
  if (isJsonObject(current) && isJsonObject(value)) {
    if (place.facts?.patchStrategy === 'replace') return introduce(place, value);
    return mergeObject(place.shape, current, value);
  }
  if (Array.isArray(current) && Array.isArray(value)) return mergeList(place, current, value);
  return value;
}

function mergeList(place: Place, current: readonly unknown[], value: readonly unknown[]): unknown[] {
  return mergesByItem(place) ? mergeLists(current, value, listRules(place)) : introduceList(place, value);
}

/** A value where there was none: nulls and directives in it have nothing to act on and go. */
function introduce(place: Place, value: unknown): unknown {
  if (place.shape.type === 'any') return value;
  if (Array.isArray(value)) return introduceList(place, value);
  return isJsonObject(value) ? mergeObject(place.shape, {}, value) : value;
}

function introduceList(place: Place, list: readonly unknown[]): unknown[] {
  const item = itemPlace(place);
  const isDirective = (value: unknown) =>
    mergesByItem(place) && isJsonObject(value) && ['delete', 'replace'].includes(String(getOwn(value, '$patch')));
  return list.filter((value) => !isDirective(value)).map((value) => introduce(item, value));
}

function listRules(place: Place): ListRules {
  const { shape } = itemPlace(place);
  return {
    mergeKey: place.facts?.patchMergeKey,
    mergeItem: (original, patch) => mergeObject(shape, original, patch),
  };
}

const mergesByItem = ({ facts }: Place) => facts?.patchStrategy?.startsWith('merge') ?? false;

const anything: Place = { shape: { type: 'any' } };

const itemPlace = ({ shape }: Place): Place => (shape.type === 'list' ? { shape: shape.items } : anything);

function fieldPlace(shape: Shape, key: string): Place {
  if (shape.type === 'object') return shape.fields.get(key) ?? anything;
  return shape.type === 'map' ? { shape: shape.values } : anything;
}
