// Values as Go prints them: kube-apiserver's messages about patches quote them so (`map[image:nginx]`).
import { isJsonObject, kindOf } from './json-value.ts';

/** A value as Go's `%v` prints it. */
export function goFormat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goFormat).join(' ')}]`;
  if (isJsonObject(value)) {
    const pairs = Object.keys(value)
      .sort()
      .map((key) => `${key}:${goFormat(value[key])}`);
    return `map[${pairs.join(' ')}]`;
  }
  return value === null || value === undefined ? '<nil>' : String(value);
}

/** The Go type that a decoded JSON value has there. */
export function goType(value: unknown): string {
  switch (kindOf(value)) {
    case 'list':
      return '[]interface {}';
    case 'map':
      return 'map[string]interface {}';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'null':
      return '<nil>';
  }
}
