// `metadata.managedFields` after a create, update or patch: the writer owns what it changed
// (k8s.io/apimachinery/pkg/util/managedfields/internal/fieldmanager.go and managedfieldsupdater.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { jsonEqual } from '../schema/json-equal.ts';
import type { ObjectShape } from '../schema/shape.ts';
import { compareObjects, withoutFields } from './compare.ts';
import {
  capUpdateManagers,
  decodeManagers,
  encodeManagers,
  type Manager,
  type Managers,
  managerId,
} from './field-managers.ts';
import { disown, fieldSetOf, withManager, withoutSystemFields } from './ownership.ts';

/** A write, and who makes it. */
export interface Writer {
  /** Name of the field manager; `unknown` when empty. */
  manager: string;
  /** Group and version of the request. */
  apiVersion: string;
  /** Subresource written through; empty or absent for the object itself. */
  subresource?: string | undefined;
  /** Milliseconds since the epoch. */
  now: number;
  /** Fields that this write cannot set, e.g. `[['status']]` for the object itself: they give no ownership. */
  resetFields?: readonly (readonly string[])[] | undefined;
}

export interface UpdateWrite extends Writer {
  shape: ObjectShape;
  /** The object as stored; absent for a create. */
  live?: JsonObject | undefined;
  /** The object to store; its `managedFields` are those the client sent, if any. */
  updated: JsonObject;
}

/**
 * Gives the object to store the managers that follow from the change. An Update never conflicts: it takes fields over.
 * An object whose managers are unknown stays so until somebody applies to it.
 * @returns a new object; `metadata.managedFields` is absent when nobody owns anything
 */
export function updateManagedFields(write: UpdateWrite): JsonObject {
  const { live, updated } = write;
  const managers = startingManagers(write);
  const object = withoutManagedFields(updated);
  if (live && managers.size === 0) return object;
  return withManagedFields(object, trackUpdate({ ...write, updated: object }, managers));
}

/** The managers after an Update, the number of them capped. */
export function trackUpdate(write: UpdateWrite, managers: Managers): Managers {
  const { shape, live, updated, resetFields = [] } = write;
  const compared = compareObjects(shape, live && withoutManagedFields(live), updated);
  const comparison = withoutFields(compared, fieldSetOf(resetFields));
  const remaining = disown(managers, comparison);
  const fields = withoutSystemFields(comparison.modified.union(comparison.added));
  if (fields.isEmpty()) return capUpdateManagers(remaining);
  const entry: Manager = { ...describe(write, 'Update'), time: rfc3339(write.now), fields };
  const before = remaining.get(managerId(entry));
  const merged = { ...entry, fields: before ? before.fields.union(fields) : fields };
  return capUpdateManagers(withManager(remaining, merged));
}

/** The identity a write gives its manager. */
export const describe = (writer: Writer, operation: Manager['operation']): Omit<Manager, 'time' | 'fields'> => ({
  name: writer.manager === '' ? 'unknown' : writer.manager,
  operation,
  apiVersion: writer.apiVersion,
  subresource: writer.subresource ?? '',
});

/** Seconds and no more, as metav1.Time has it. */
export const rfc3339 = (now: number): string => `${new Date(now).toISOString().slice(0, 19)}Z`;

/** A client may correct the list, or reset it by an empty one; leaving it out or spoiling it changes nothing. */
function startingManagers({ live, updated, subresource = '' }: UpdateWrite): Managers {
  const stored = live === undefined ? undefined : decodeManagers(managedFieldsOf(live));
  if (live && subresource !== '') return stored ?? new Map();
  const sent = managedFieldsOf(updated);
  if (isReset(sent)) return new Map();
  const managers = decodeManagers(sent);
  return managers && managers.size > 0 ? managers : (stored ?? new Map());
}

const isReset = (entries: unknown): boolean =>
  Array.isArray(entries) && (entries.length === 0 || (entries.length === 1 && jsonEqual(entries[0], {})));

export const managedFieldsOf = ({ metadata }: JsonObject): unknown =>
  isJsonObject(metadata) ? metadata.managedFields : undefined;

export function withoutManagedFields(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isJsonObject(metadata) || !('managedFields' in metadata)) return object;
  const { managedFields, ...rest } = metadata;
  return { ...object, metadata: rest };
}

export function withManagedFields(object: JsonObject, managers: Managers): JsonObject {
  if (managers.size === 0) return withoutManagedFields(object);
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, managedFields: encodeManagers(managers) } };
}

/**
 * Undoes a change that is one of times only, so that nothing needs to be written: when both objects are equal but for
 * the times of their managed fields, the stored one is returned
 * (k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager/equality.go).
 */
export function revertTimesOnlyChange<T extends JsonObject>(live: T, updated: T): T {
  return jsonEqual(withoutTimes(live), withoutTimes(updated)) ? live : updated;
}

function withoutTimes(object: JsonObject): unknown {
  const entries = managedFieldsOf(object);
  if (!Array.isArray(entries)) return object;
  const timeless = entries.map((entry) => ({ ...entry, time: undefined }));
  return [withoutManagedFields(object), timeless.sort((left, right) => (order(left) < order(right) ? -1 : 1))];
}

const order = (entry: unknown) => JSON.stringify(entry, ['manager', 'operation', 'apiVersion', 'subresource']);
