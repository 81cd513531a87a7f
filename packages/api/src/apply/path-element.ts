// One step of a field's path in its FieldsV1 spelling, which also serves as its identity: `f:spec`, `k:{"name":"a"}`,
// `v:"x"`, `i:0` (sigs.k8s.io/structured-merge-diff/v6/fieldpath/serialize-pe.go and element.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { getOwn, setOwn } from '../schema/own-property.ts';

export type PathElement = string;

/** A field of an object, or a key of a map. */
export const fieldElement = (name: string): PathElement => `f:${name}`;

/** An item of a set. */
export const valueElement = (value: unknown): PathElement => `v:${goJson(value)}`;

/** An item of a list map, by its keys. */
export const keyElement = (keys: JsonObject): PathElement => `k:${goJson(keys)}`;

/** Name of a field element, undefined for items. */
export const fieldName = (element: PathElement): string | undefined =>
  element.startsWith('f:') ? element.slice(2) : undefined;

/** JSON as Go writes it: keys sorted, `<`, `>`, `&` and the line separators escaped. */
export function goJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(sortKeys(value)).replace(/[<>&\u2028\u2029]/g, escaped);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const sorted = {};
  for (const key of Object.keys(value).sort()) setOwn(sorted, key, sortKeys(value[key]));
  return sorted;
}

/**
 * Reads an element from FieldsV1 and spells it canonically.
 * @returns undefined for a type of element that only later versions know
 * @throws Error for what is no path element
 */
export function parseElement(text: string): PathElement | undefined {
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  const content = text.slice(2);
  switch (text[0]) {
    case 'f':
      return text;
    case 'v':
      return valueElement(JSON.parse(content));
    case 'k':
      return keyElement(parseKeys(content));
    case 'i':
      if (!/^-?\d+$/.test(content)) throw new Error(`not an index: ${text}`);
      return `i:${Number(content)}`;
    default:
      return undefined;
  }
}

function parseKeys(text: string): JsonObject {
  const keys: unknown = JSON.parse(text);
  if (!isJsonObject(keys)) throw new Error(`not a set of keys: ${text}`);
  return keys;
}

/** A path as messages show it: `.spec.containers[name="a"].image`. */
export const printPath = (path: readonly PathElement[]): string => path.map(printElement).join('');

export function printElement(element: PathElement): string {
  const content = element.slice(2);
  switch (element[0]) {
    case 'f':
      return `.${content}`;
    case 'v':
      return `[=${printValue(JSON.parse(content))}]`;
    case 'k':
      return `[${Object.entries(parseKeys(content))
        .map(([name, value]) => `${name}=${printValue(value)}`)
        .join(',')}]`;
    default:
      return `[${content}]`;
  }
}

const printValue = (value: unknown) =>
  typeof value === 'object' && value !== null ? goJson(value) : JSON.stringify(value);

/** Elements in structured-merge-diff's order: fields, keys, values, indexes, each by content. */
export function sortElements(elements: Iterable<PathElement>): PathElement[] {
  const list = [...elements];
  if (list.length < 2) return list;
  if (list.every((element) => element.startsWith('f:'))) return list.sort(compareText);
  const decoded = list.map((element) => ({
    element,
    rank: 'fkvi'.indexOf(element.charAt(0)),
    content: contentOf(element),
  }));
  decoded.sort((left, right) => left.rank - right.rank || compareValues(left.content, right.content));
  return decoded.map(({ element }) => element);
}

const contentOf = (element: PathElement): unknown =>
  element.startsWith('f:') ? element.slice(2) : JSON.parse(element.slice(2));

function compareValues(left: unknown, right: unknown): number {
  const rank = valueRank(left) - valueRank(right);
  if (rank !== 0) return rank;
  if (isJsonObject(left) && isJsonObject(right)) return compareKeys(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return compareText(goJson(left), goJson(right));
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compareText(String(left), String(right));
}

const valueRank = (value: unknown) => {
  if (Array.isArray(value)) return 3;
  if (value === null) return 5;
  return { number: 0, string: 1, boolean: 2, object: 4 }[typeof value as 'number' | 'string' | 'boolean' | 'object'];
};

function compareKeys(left: JsonObject, right: JsonObject): number {
  const [names, others] = [Object.keys(left).sort(), Object.keys(right).sort()];
  for (const [index, name] of names.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    const order = compareText(name, other) || compareValues(getOwn(left, name), getOwn(right, other));
    if (order !== 0) return order;
  }
  return names.length - others.length;
}

/** Order of the code points, which is that of Go's bytes; UTF-16 would put surrogates before U+E000. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const end = Math.min(left.length, right.length);
  for (let index = 0; index < end; index++) {
    const [unit, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (unit !== other) return codePointRank(unit) - codePointRank(other);
  }
  return left.length - right.length;
}

function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
