// The managers of an object's fields, between `metadata.managedFields` and sets of fields
// (k8s.io/apimachinery/pkg/util/managedfields/internal: managedfields.go, capmanagers.go).
import type { ManagedFieldsEntry } from '../meta/object-meta.ts';
import { isJsonObject } from '../patch/json-value.ts';
import type { FieldSet } from './field-set.ts';
import { parseFieldsV1, serialiseFieldsV1 } from './fields-v1.ts';

export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  /** Empty for the object itself. */
  subresource: string;
  /** RFC 3339, whole seconds. */
  time: string | undefined;
  fields: FieldSet;
}

/** Managers by identity; never changed in place. */
export type Managers = ReadonlyMap<string, Manager>;

/** Update managers kept apart; beyond that the oldest become one. */
const maxUpdateManagers = 10;

/** What makes two entries one: for appliers the API version does not count. */
export const managerId = ({ name, operation, apiVersion, subresource }: Omit<Manager, 'time' | 'fields'>): string =>
  JSON.stringify([name, operation, operation === 'Apply' ? '' : apiVersion, subresource]);

/** Reads `metadata.managedFields`; undefined when some entry is not sound. */
export function decodeManagers(entries: unknown): Managers | undefined {
  if (entries === undefined || entries === null) return new Map();
  if (!Array.isArray(entries)) return undefined;
  const managers = new Map<string, Manager>();
  for (const entry of entries) {
    const manager = decodeManager(entry);
    if (!manager) return undefined;
    managers.set(managerId(manager), manager);
  }
  return managers;
}

function decodeManager(entry: unknown): Manager | undefined {
  if (!isJsonObject(entry)) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { operation, apiVersion, fieldsType, fieldsV1, time } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (text(apiVersion) === '' || fieldsType !== 'FieldsV1') return undefined;
  try {
    return {
      name: text(entry.manager),
      operation,
      apiVersion: text(apiVersion),
      subresource: text(entry.subresource),
      time: typeof time === 'string' ? time : undefined,
      fields: parseFieldsV1(fieldsV1 ?? {}),
    };
  } catch {
    return undefined;
  }
}

/** Writes `metadata.managedFields`: appliers first, then by time and name. */
export function encodeManagers(managers: Managers): ManagedFieldsEntry[] {
  return [...managers.values()].sort(compareManagers).map(encodeManager);
}

const encodeManager = ({ name, operation, apiVersion, subresource, time, fields }: Manager): ManagedFieldsEntry => ({
  ...(name !== '' && { manager: name }),
  operation,
  apiVersion,
  ...(time !== undefined && { time }),
  fieldsType: 'FieldsV1',
  fieldsV1: serialiseFieldsV1(fields),
  ...(subresource !== '' && { subresource }),
});

function compareManagers(left: Manager, right: Manager): number {
  const age = seconds(left) - seconds(right);
  return (
    compareText(left.operation, right.operation) ||
    age ||
    compareText(left.name, right.name) ||
    compareText(left.apiVersion, right.apiVersion) ||
    compareText(left.subresource, right.subresource)
  );
}

const seconds = ({ time }: Manager) => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1000) || 0);

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Merges the oldest of more than ten Update managers, those of one API version together, into `ancient-changes`. */
export function capUpdateManagers(managers: Managers): Managers {
  const updaters = [...managers.values()].filter(({ operation }) => operation === 'Update');
  let excess = updaters.length - maxUpdateManagers;
  if (excess <= 0) return managers;
  const oldest = updaters.sort(compareManagers);
  const result = new Map(managers);
  const firsts = new Map<string, Manager>();
  for (const manager of oldest) {
    if (excess <= 0) break;
    const first = firsts.get(manager.apiVersion);
    if (!first) {
      firsts.set(manager.apiVersion, manager);
      continue;
    }
    mergeAncient(result, first, manager);
    excess--;
  }
  return result;
}

function mergeAncient(managers: Map<string, Manager>, first: Manager, next: Manager): void {
  const identity = {
    name: 'ancient-changes',
    operation: 'Update',
    apiVersion: next.apiVersion,
    subresource: '',
  } as const;
  const id = managerId(identity);
  const before = managers.get(id) ?? first;
  managers.delete(managerId(managers.has(id) ? before : first));
  managers.delete(managerId(next));
  managers.set(id, { ...identity, time: next.time, fields: before.fields.union(next.fields) });
}
