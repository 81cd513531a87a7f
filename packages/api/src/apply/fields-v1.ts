// Sets of fields in the form `metadata.managedFields` carries them: FieldsV1
// (sigs.k8s.io/structured-merge-diff/v6/fieldpath/serialize.go).
import { isJsonObject, type JsonObject, maxDepth } from '../patch/json-value.ts';
import { setOwn } from '../schema/own-property.ts';
import { FieldSet } from './field-set.ts';
import { type PathElement, parseElement } from './path-element.ts';

/**
 * Reads FieldsV1; elements of types not known here are left out.
 * @throws Error for anything else
 */
export function parseFieldsV1(fields: unknown, depth = 0): FieldSet {
  if (!isJsonObject(fields)) throw new Error('fieldsV1 is not an object');
  if (depth >= maxDepth) throw new Error('fieldsV1 is nested too deep');
  const members: PathElement[] = [];
  const children: [PathElement, FieldSet][] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (key === '.') continue;
    const element = parseElement(key);
    if (element === undefined) continue;
    const child = parseFieldsV1(value, depth + 1);
    if (child.isEmpty() || Object.hasOwn(value as JsonObject, '.')) members.push(element);
    children.push([element, child]);
  }
  return new FieldSet(members, children);
}

/** Writes FieldsV1, keys in canonical order; `.` marks a member that has members below it. */
export function serialiseFieldsV1(set: FieldSet): JsonObject {
  const fields = {};
  for (const element of set.elements()) {
    const below = set.under(element);
    const content = serialiseFieldsV1(below);
    if (set.hasMember(element) && !below.isEmpty()) setOwn(content, '.', {});
    setOwn(fields, element, content);
  }
  return fields;
}
