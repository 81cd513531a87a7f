// Server-side apply: merges a manager's configuration into the live object and settles who owns what (KEP-555;
// structured-merge-diff v6 merge/update.go, k8s.io/apimachinery/pkg/util/managedfields/internal).
import { badRequest, type StatusError } from '../meta/status-error.ts';
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { jsonEqual } from '../schema/json-equal.ts';
import type { ObjectShape } from '../schema/shape.ts';
import { checkApplied } from './check-applied.ts';
import { compareObjects, withoutFields } from './compare.ts';
import { decodeManagers, type Manager, type Managers, managerId } from './field-managers.ts';
import { FieldSet } from './field-set.ts';
import { clientAppliedFields, syncLastApplied } from './last-applied.ts';
import {
  describe,
  managedFieldsOf,
  rfc3339,
  trackUpdate,
  type Writer,
  withManagedFields,
  withoutManagedFields,
} from './managed-fields.ts';
import {
  type Conflict,
  conflictError,
  disown,
  fieldSetOf,
  findConflicts,
  systemFieldSet,
  systemFields,
  withManager,
  withoutSystemFields,
} from './ownership.ts';
import { pruneFields } from './prune.ts';
import { mergeStructured } from './structured-merge.ts';
import { toFieldSet } from './to-field-set.ts';

export interface ApplyWrite extends Writer {
  shape: ObjectShape;
  /** The object as stored; absent for a create. */
  live?: JsonObject | undefined;
  /** The configuration, as the request body has it: no defaults. */
  applied: JsonObject;
  /** Takes over fields that others own instead of failing. */
  force: boolean;
}

interface Outcome {
  object: JsonObject;
  managers: Managers;
}

/**
 * Applies a configuration. What the manager applied before and leaves out now goes, unless somebody else owns it.
 * Explicit nulls stay in the result for the decoder. An apply that changes nothing returns an object equal to `live`.
 * @throws StatusError Conflict (409, one cause a field) without `force`; BadRequest for a configuration that does not
 *   fit the schema, names an item twice, is of another API version or carries managedFields
 */
export function serverSideApply(write: ApplyWrite): { object: JsonObject } {
  assertApplicable(write);
  const live = write.live && withoutManagedFields(write.live);
  const applied = withoutSystemNulls(write.applied);
  const attempt = { ...write, live, applied };
  const managers = managersBefore(attempt, write.live);
  const { object, managers: after } = applyOrExplain(attempt, managers);
  const annotated = write.manager === 'kubectl' ? syncLastApplied(object, applied) : object;
  return { object: withManagedFields(annotated, after) };
}

function assertApplicable({ shape, applied, apiVersion }: ApplyWrite): void {
  if (applied.apiVersion !== apiVersion) {
    throw badRequest(
      'Incorrect version specified in apply patch. ' +
        `Specified patch version: ${String(applied.apiVersion ?? '')}, expected: ${apiVersion}`,
    );
  }
  if ((managedFieldsOf(applied) ?? undefined) !== undefined) throw badRequest('metadata.managedFields must be nil');
  const errors = checkApplied(shape, applied);
  if (errors.length > 0) throw notTyped(applied, errors);
}

/** kube-apiserver says the same with code 500, which clients retry. */
function notTyped({ apiVersion, kind, metadata }: JsonObject, errors: readonly string[]): StatusError {
  const { namespace = '', name = '' } = isJsonObject(metadata) ? metadata : {};
  const version = String(apiVersion);
  const subject = `${namespace}/${name}; ${version.includes('/') ? version : `/${version}`}, Kind=${kind}`;
  const list = errors.length === 1 ? errors[0] : ['errors:', ...errors.map((error) => `  ${error}`)].join('\n');
  return badRequest(`failed to create typed patch object (${subject}): ${list}`);
}

/** Go clients write `creationTimestamp: null`; a null can change no field of the system. */
function withoutSystemNulls(applied: JsonObject): JsonObject {
  const { metadata } = applied;
  if (!isJsonObject(metadata)) return applied;
  const system = new Set<string | undefined>(systemFields.map(([, name]) => name));
  const kept = Object.entries(metadata).filter(([name, value]) => value !== null || !system.has(name));
  return { ...applied, metadata: Object.fromEntries(kept) };
}

/** An object of unknown managers gets one for all it holds, so that the first apply takes nothing by accident. */
function managersBefore(write: ApplyWrite, stored: JsonObject | undefined): Managers {
  const managers = decodeManagers(stored && managedFieldsOf(stored)) ?? new Map();
  if (managers.size > 0 || !write.live) return managers;
  const { shape, apiVersion, subresource, now, resetFields } = write;
  const manager = 'before-first-apply';
  return trackUpdate({ shape, updated: write.live, manager, apiVersion, subresource, now, resetFields }, managers);
}

/** `kubectl` does not conflict with what its own client-side apply set. */
function applyOrExplain(write: ApplyWrite, managers: Managers): Outcome {
  const outcome = attemptApply(write, managers);
  if (!Array.isArray(outcome)) return outcome;
  if (write.manager !== 'kubectl' || !write.live) throw conflictError(outcome);
  const allowed = clientAppliedFields(write.shape, write.live, write.apiVersion);
  const left = outcome.filter(({ path }) => !allowed.has(path));
  const forced = left.length === 0 ? attemptApply({ ...write, force: true }, managers) : left;
  if (Array.isArray(forced)) throw conflictError(forced);
  return forced;
}

function attemptApply(write: ApplyWrite, managers: Managers): Outcome | Conflict[] {
  const { shape, live, applied, force, resetFields = [] } = write;
  const identity = describe(write, 'Apply');
  const id = managerId(identity);
  const last = managers.get(id);
  const reset = fieldSetOf(resetFields);
  const fields = toFieldSet(shape, applied).recursiveDifference(reset);
  const claimed = withManager(managers, { ...identity, time: last?.time, fields });
  const object = mergePruned(write, { last: last?.fields ?? FieldSet.empty, owned: unionOf(claimed) });
  const comparison = withoutFields(compareObjects(shape, live, object), reset);
  const conflicts = force ? [] : findConflicts(claimed, comparison, id);
  if (conflicts.length > 0) return conflicts;
  const changed = !jsonEqual(live, object);
  const own: Manager = { ...identity, time: last?.time, fields: withoutSystemFields(fields) };
  const moved = changed || !last || !own.fields.equals(last.fields);
  return {
    object: changed || !live ? object : live,
    managers: withManager(disown(claimed, comparison, id), { ...own, ...(moved && { time: rfc3339(write.now) }) }),
  };
}

function mergePruned({ shape, live, applied }: ApplyWrite, pruning: { last: FieldSet; owned: FieldSet }): JsonObject {
  const merged = mergeStructured({ shape }, live, applied);
  const pruned = pruneFields(shape, merged, pruning);
  return isJsonObject(pruned) ? pruned : {};
}

/** Nobody owns an object's identity, and no apply takes it away. */
const unionOf = (managers: Managers): FieldSet =>
  [...managers.values()].reduce((set, { fields }) => set.union(fields), systemFieldSet);
