// Who owns what after a write: the fields that never count, what others lose, and conflicts
// (structured-merge-diff v6: merge/update.go; k8s.io/apimachinery managedfields/internal: stripmeta.go, conflict.go).
import { StatusError } from '../meta/status-error.ts';
import type { Comparison } from './compare.ts';
import { type Manager, type Managers, managerId } from './field-managers.ts';
import { FieldSet, type Path } from './field-set.ts';
import { fieldElement, printPath } from './path-element.ts';

/** Fields of the system, owned by nobody. */
export const systemFields = [
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields'].map(
    (name) => ['metadata', name],
  ),
  ['metadata', 'resourceVersion'],
] as const;

/** The same as a set. */
export const systemFieldSet = fieldSetOf(systemFields);

/** A set from the names of fields. */
export function fieldSetOf(paths: readonly (readonly string[])[]): FieldSet {
  return FieldSet.of(...paths.map((path) => path.map(fieldElement)));
}

export const withoutSystemFields = (fields: FieldSet): FieldSet => fields.difference(systemFieldSet);

export interface Conflict {
  manager: Manager;
  path: Path;
}

/** Fields of others that a write would add or change. */
export function findConflicts(managers: Managers, comparison: Comparison, writer?: string): Conflict[] {
  const touched = comparison.modified.union(comparison.added);
  return others(managers, writer).flatMap(([, manager]) =>
    manager.fields
      .intersection(touched)
      .paths()
      .map((path) => ({ manager, path })),
  );
}

/** Takes from all but the writer what the write added, changed or removed; who is left with nothing goes. */
export function disown(managers: Managers, comparison: Comparison, writer?: string): Managers {
  const touched = comparison.modified.union(comparison.added);
  const result = new Map(managers);
  for (const [id, manager] of others(managers, writer)) {
    const taken = manager.fields.intersection(touched);
    result.set(id, { ...manager, fields: manager.fields.difference(taken).difference(comparison.removed) });
  }
  for (const [id, { fields }] of result) if (fields.isEmpty()) result.delete(id);
  return result;
}

const others = (managers: Managers, writer?: string) => [...managers].filter(([id]) => id !== writer);

/** The managers with one entry replaced, or gone when it owns nothing. */
export function withManager(managers: Managers, manager: Manager): Managers {
  const result = new Map(managers);
  if (manager.fields.isEmpty()) result.delete(managerId(manager));
  else result.set(managerId(manager), manager);
  return result;
}

/** The 409 that kubectl explains to its user; one cause a field. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  return new StatusError('Conflict', conflictMessage(conflicts), {
    causes: conflicts.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${printManager(manager)}`,
      field: printPath(path),
    })),
  });
}

function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (first && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${printManager(first.manager)}: ${printPath(first.path)}`;
  }
  const byManager = new Map<string, string[]>();
  for (const { manager, path } of conflicts) {
    const id = managerId(manager);
    const lines = byManager.get(id) ?? [`conflicts with ${printManager(manager)}:`];
    byManager.set(id, [...lines, `- ${printPath(path)}`]);
  }
  const lines = [...byManager.keys()].sort().flatMap((id) => byManager.get(id) ?? []);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function printManager({ name, operation, apiVersion, subresource }: Manager): string {
  const through = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(name)}${through}${using}`;
}
