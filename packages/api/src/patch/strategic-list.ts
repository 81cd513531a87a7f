// Lists in a strategic merge patch: items matched by the merge key, primitives as a set, and the directives in items.
import { badRequest, StatusError } from '../meta/status-error.ts';
import { getOwn } from '../schema/own-property.ts';
import { arrange, type Identify } from './element-order.ts';
import { goFormat, goType } from './go-format.ts';
import { isJsonObject, type JsonObject, kindOf } from './json-value.ts';

/** How the lists of one field merge. */
export interface ListRules {
  mergeKey: string | undefined;
  mergeItem(original: JsonObject, patch: JsonObject): JsonObject;
}

/**
 * Merges a patch's list into the stored one.
 * @throws StatusError for items without the merge key, mixed items, and lists of lists
 */
export function mergeLists(original: readonly unknown[], patch: readonly unknown[], rules: ListRules): unknown[] {
  if (original.length === 0 && patch.length === 0) return [];
  const identify = identifierOf(rules, original, patch);
  if (elementKind(original, patch) !== 'map') {
    return arrange([...new Set([...original, ...patch])], { patch, stored: original }, identify);
  }
  const { kept, changes } = followDirectives(original, patch, identify);
  const merged = mergeItems(kept, changes, { ...rules, identify });
  return arrange(merged, { patch: changes, stored: kept }, identify);
}

/** What tells items of these lists apart. */
export function identifierOf(rules: ListRules, ...lists: (readonly unknown[])[]): Identify {
  if (elementKind(...lists) !== 'map') return (element) => element;
  const { mergeKey } = rules;
  if (mergeKey === undefined) throw badRequest('cannot merge lists without merge key for type struct');
  return (element) => {
    const value = isJsonObject(element) ? getOwn(element, mergeKey) : undefined;
    if (value !== undefined) return value;
    throw badRequest(`map: ${goFormat(element)} does not contain declared merge key: ${mergeKey}`);
  };
}

function elementKind(...lists: (readonly unknown[])[]): string {
  const elements = lists.flat();
  const kind = kindOf(elements[0]);
  // Answered so by k8s.io/apiserver/pkg/endpoints/handlers/patch.go for lists of lists.
  if (kind === 'list') {
    throw new StatusError('Invalid', 'the server rejected our request due to an error in our request', {});
  }
  if (elements.some((element) => kindOf(element) !== kind)) {
    throw badRequest(`list element types are not identical: ${goFormat(lists)}`);
  }
  return kind;
}

interface Directed {
  kept: readonly unknown[];
  changes: JsonObject[];
}

/** Takes the items that say `$patch` out of the patch, and does what they say. */
function followDirectives(original: readonly unknown[], patch: readonly unknown[], identify: Identify): Directed {
  const items = patch.filter(isJsonObject);
  const changes = items.filter((item) => directiveOf(item) === undefined);
  const directed = items.filter((item) => directiveOf(item) !== undefined);
  const unknown = directed.find((item) => !['delete', 'replace'].includes(String(directiveOf(item))));
  if (unknown) throw unknownDirective(unknown);
  if (directed.some((item) => directiveOf(item) === 'replace')) return { kept: changes, changes: [] };
  if (directed.length === 0) return { kept: original, changes };
  const deleted = new Set(directed.map(identify));
  return { kept: original.filter((item) => !deleted.has(identify(item))), changes };
}

const directiveOf = (item: JsonObject) => getOwn(item, '$patch');

/** Wording of k8s.io/apimachinery/pkg/util/strategicpatch and mergepatch/errors.go. */
function unknownDirective(item: JsonObject): StatusError {
  const directive = directiveOf(item);
  if (directive === 'merge') return badRequest('merging lists cannot yet be specified in the patch');
  return badRequest(`unknown patch type: ${goFormat(directive)} in map: ${goFormat(item)}`);
}

function mergeItems(
  kept: readonly unknown[],
  changes: readonly JsonObject[],
  { identify, mergeItem }: ListRules & { identify: Identify },
): unknown[] {
  const result = [...kept];
  const first = new Map<unknown, number>();
  result.forEach((item, index) => {
    const identity = identify(item);
    if (!first.has(identity)) first.set(identity, index);
  });
  for (const change of changes) {
    const identity = identify(change);
    const index = first.get(identity);
    const current = index === undefined ? undefined : result[index];
    if (index === undefined) first.set(identity, result.length);
    result[index ?? result.length] = mergeItem(isJsonObject(current) ? current : {}, change);
  }
  return result;
}

/** The list without the primitives that `$deleteFromPrimitiveList/<field>` names. */
export function deletePrimitives(original: readonly unknown[], deleted: readonly unknown[]): unknown[] {
  const gone = new Set(deleted);
  return original.filter((element) => !gone.has(element));
}

/**
 * Checks that the patch's items stand in the order of `$setElementOrder/<field>` and are all named there.
 * @throws StatusError BadRequest in Kubernetes' words
 */
export function assertSameOrder(patch: readonly unknown[], order: readonly unknown[], identify: Identify): void {
  if (patch.length === 0 || order.length === 0) return;
  const expected = patch.filter((item) => !(isJsonObject(item) && Object.hasOwn(item, '$patch'))).map(identify);
  let next = 0;
  for (const element of order) {
    if (next < expected.length && identify(element) === expected[next]) next++;
  }
  if (next === expected.length) return;
  throw badRequest(
    `The order in patch list:\n${goFormat(patch)}\n doesn't match $setElementOrder list:\n${goFormat(order)}\n`,
  );
}

/** @throws StatusError BadRequest for anything but a list */
export function expectList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw badRequest(`expected a []interface {}, but received a ${goType(value)}`);
}
