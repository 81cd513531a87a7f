// How Kubernetes' decoder, written in Go, names the type of a shape and the kind of a JSON value in its errors.
import type { ListShape, MapShape, ObjectShape, Shape } from './shape.ts';

/** `PodSpec` of `io.k8s.api.core.v1.PodSpec`. */
export const structName = (shape: ObjectShape): string => shape.facts.id.slice(shape.facts.id.lastIndexOf('.') + 1);

const scalarNames = {
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
  'date-time': 'v1.Time',
  'micro-time': 'v1.MicroTime',
  byte: '[]uint8',
  quantity: 'resource.Quantity',
  'int-or-string': 'intstr.IntOrString',
} as const;

/** Go's name of the type, e.g. `[]v1.Container`. */
export function goType(shape: Shape): string {
  switch (shape.type) {
    case 'object':
      return shape.facts.id.split('.').slice(-2).join('.');
    case 'list':
    case 'map':
      return containerType(shape);
    case 'any':
      return 'runtime.RawExtension';
    default:
      return shape.format ? scalarNames[shape.format] : plainNames[shape.type];
  }
}

const plainNames = { string: 'string', number: 'int64', boolean: 'bool' } as const;

const containerType = (shape: ListShape | MapShape): string =>
  shape.type === 'list' ? `[]${goType(shape.items)}` : `map[string]${goType(shape.values)}`;

/** Go's name of a JSON value's kind. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'object':
      return typeof value;
    case 'boolean':
      return 'bool';
    default:
      return 'value';
  }
}
