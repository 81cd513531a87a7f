// RFC 6902 on plain JSON values: one copy of the document is changed operation by operation.
// Limits and answers are those of kube-apiserver (k8s.io/apiserver/pkg/endpoints/handlers/patch.go).
import { badRequest, StatusError } from '../meta/status-error.ts';
import { jsonEqual } from '../schema/json-equal.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';
import { assertDepth, cloneJson, isJsonObject, type JsonObject } from './json-value.ts';

const maxOperations = 10_000;

/** Characters of JSON that all `copy` operations of one patch may add. */
const maxCopied = 3 * 1024 * 1024;

interface Operation {
  op: string;
  path: string | undefined;
  from: string | undefined;
  value: unknown;
}

interface State {
  /** Holds the document under the empty key, so that the pointer `` names it and every pointer has a parent. */
  root: JsonObject;
  copied: number;
}

interface Location {
  container: JsonObject | unknown[];
  key: string;
  depth: number;
}

/** An operation that does not fit the document. */
class Inapplicable extends Error {}

/**
 * Applies a JSON patch and returns the new document; the given one stays as it is.
 * @throws StatusError BadRequest for a malformed patch, RequestEntityTooLarge for more than 10,000 operations,
 *   Invalid (in kube-apiserver's words, the operation at fault in `cause`) for one that cannot be applied
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const operations = readPatch(patch);
  const state: State = { root: { '': cloneJson(document) }, copied: 0 };
  operations.forEach((operation, index) => {
    runOperation(state, operation, index);
  });
  const result = state.root[''];
  assertDepth(result);
  return result;
}

function readPatch(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw badRequest('error decoding patch: a JSON patch is a list of operations');
  if (patch.length > maxOperations) {
    throw new StatusError(
      'RequestEntityTooLarge',
      'Request entity too large: ' +
        `The allowed maximum operations in a JSON patch is ${maxOperations}, got ${patch.length}`,
    );
  }
  return patch.map(readOperation);
}

function readOperation(operation: unknown, index: number): Operation {
  if (!isJsonObject(operation)) throw badRequest(`error decoding patch: operation ${index} is not an object`);
  const text = (name: string) => {
    const value = getOwn(operation, name);
    if (value === undefined || typeof value === 'string') return value;
    throw badRequest(`error decoding patch: ${name} of operation ${index} is not a string`);
  };
  return { op: text('op') ?? '', path: text('path'), from: text('from'), value: getOwn(operation, 'value') };
}

function runOperation(state: State, operation: Operation, index: number): void {
  const run = operations.get(operation.op);
  try {
    if (!run) throw new Inapplicable(`unknown kind "${operation.op}"`);
    run(state, operation);
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    const status = new StatusError('Invalid', 'the server rejected our request due to an error in our request', {});
    status.cause = `operation ${index} (${operation.op}): ${error.message}`;
    throw status;
  }
}

const operations = new Map<string, (state: State, operation: Operation) => void>([
  [
    'add',
    (state, { path, value }) => {
      const target = locate(state, path);
      insert(target, cloneJson(given(value), target.depth));
    },
  ],
  ['remove', (state, { path }) => void take(locate(state, path))],
  [
    'replace',
    (state, { path, value }) => {
      const target = locate(state, path);
      read(target);
      put(target, cloneJson(given(value), target.depth));
    },
  ],
  [
    'move',
    (state, { from, path }) => {
      const value = take(locate(state, from));
      insert(locate(state, path), value);
    },
  ],
  ['copy', copyValue],
  ['test', testValue],
]);

function copyValue(state: State, { from, path }: Operation): void {
  const source = read(locate(state, from));
  const target = locate(state, path);
  const value = cloneJson(source, target.depth);
  state.copied += JSON.stringify(value).length;
  if (state.copied > maxCopied) throw new Inapplicable(`copies add more than ${maxCopied} characters`);
  insert(target, value);
}

/** As in kube-apiserver, a test for null also holds where an object has no such key. */
function testValue(state: State, { path, value }: Operation): void {
  const target = locate(state, path);
  const expected = given(value);
  const absent = !Array.isArray(target.container) && !Object.hasOwn(target.container, target.key);
  if (absent && expected === null) return;
  if (!jsonEqual(read(target), expected)) throw new Inapplicable(`testing value ${path} failed`);
}

function given(value: unknown): unknown {
  if (value === undefined) throw new Inapplicable('the operation has no value');
  return value;
}

/** The container a pointer (RFC 6901) leads into, and the last key. */
function locate(state: State, pointer: string | undefined): Location {
  if (pointer === undefined) throw new Inapplicable('the operation has no pointer');
  const keys = pointer.split('/').map(unescapeKey);
  const last = keys.pop() ?? '';
  let container: JsonObject | unknown[] = state.root;
  for (const key of keys) {
    const next: unknown = read({ container, key, depth: 0 });
    if (!Array.isArray(next) && !isJsonObject(next)) throw new Inapplicable(`doc is missing path: ${pointer}`);
    container = next;
  }
  if (container === state.root && last !== '') throw new Inapplicable(`not a JSON pointer: ${pointer}`);
  return { container, key: last, depth: keys.length };
}

function unescapeKey(key: string): string {
  if (/~(?![01])/.test(key)) throw new Inapplicable(`not a JSON pointer: ${key}`);
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function read({ container, key }: Location): unknown {
  if (Array.isArray(container)) return container[indexOf(key, container.length)];
  if (!Object.hasOwn(container, key)) throw new Inapplicable(`doc is missing key: ${key}`);
  return container[key];
}

function put({ container, key }: Location, value: unknown): void {
  if (Array.isArray(container)) container[indexOf(key, container.length)] = value;
  else setOwn(container, key, value);
}

function insert({ container, key }: Location, value: unknown): void {
  if (!Array.isArray(container)) {
    setOwn(container, key, value);
    return;
  }
  const index = key === '-' ? container.length : indexOf(key, container.length + 1);
  container.splice(index, 0, value);
}

function take(source: Location): unknown {
  const value = read(source);
  const { container, key, depth } = source;
  if (depth === 0) throw new Inapplicable('the document itself cannot be removed');
  if (Array.isArray(container)) container.splice(indexOf(key, container.length), 1);
  else Reflect.deleteProperty(container, key);
  return value;
}

function indexOf(key: string, end: number): number {
  if (!/^(0|[1-9][0-9]*)$/.test(key) || Number(key) >= end) throw new Inapplicable(`invalid index: ${key}`);
  return Number(key);
}
