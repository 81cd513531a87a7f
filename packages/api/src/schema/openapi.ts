// OpenAPI v3 components from shapes, laid out as kube-apiserver publishes them: `kubectl explain` prints them,
// clients read the `x-kubernetes-*` facts for merging. Paths and the document around them are made by the server.
import type { FieldFacts } from './facts.ts';
import { componentOf, namedSchemas, type OpenApiSchema } from './openapi-named.ts';
import type { FieldShape, ObjectShape, ScalarShape, Shape } from './shape.ts';

/** One entry of `x-kubernetes-group-version-kind`. */
export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

/** The kinds a component is the schema of, by its id; undefined or empty for a part of others. */
export type KindsOf = (id: string) => readonly GroupVersionKind[] | undefined;

/**
 * The schemas of object types and of everything they refer to, by id, in alphabetical order.
 * @param kindsOf adds `x-kubernetes-group-version-kind`; schemas of kinds do not list apiVersion, kind and metadata
 *   as required, as Kubernetes' do not
 */
export function componentSchemas(shapes: readonly ObjectShape[], kindsOf: KindsOf = () => undefined) {
  const found = new Map<string, OpenApiSchema>();
  for (const shape of shapes) collect(shape, found, kindsOf);
  return Object.fromEntries([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function collect(shape: Shape, found: Map<string, OpenApiSchema>, kindsOf: KindsOf): void {
  if (shape.type === 'list') collect(shape.items, found, kindsOf);
  else if (shape.type === 'map') collect(shape.values, found, kindsOf);
  else if (shape.type === 'object') collectObject(shape, found, kindsOf);
  else collectNamed(componentOf(shape), found);
}

function collectNamed(id: string | undefined, found: Map<string, OpenApiSchema>): void {
  const schema = id === undefined ? undefined : namedSchemas.get(id);
  if (id !== undefined && schema) found.set(id, schema);
}

function collectObject(shape: ObjectShape, found: Map<string, OpenApiSchema>, kindsOf: KindsOf): void {
  const { id } = shape.facts;
  if (found.has(id)) return;
  found.set(id, objectSchema(shape, kindsOf(id) ?? []));
  for (const field of shape.fields.values()) {
    if (field.shape.type === 'any') collectNamed(componentOf(field.shape, field), found);
    else collect(field.shape, found, kindsOf);
  }
}

/** Every kind has these; Kubernetes lists them nowhere as required. */
const ofEveryKind: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function objectSchema({ facts, fields }: ObjectShape, kinds: readonly GroupVersionKind[]): OpenApiSchema {
  const isKind = kinds.length > 0;
  const isRequired = ({ name, facts: { required } }: FieldShape) =>
    required === true && !(isKind && ofEveryKind.has(name));
  const required = [...fields.values()].filter(isRequired);
  const properties = Object.fromEntries(
    [...fields].map(([name, field]) => [name, propertySchema(field, isRequired(field))]),
  );
  return {
    description: facts.description,
    ...(fields.size > 0 && { properties }),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
    type: 'object',
    ...(isKind && { 'x-kubernetes-group-version-kind': kinds }),
    ...(facts.mapType && { 'x-kubernetes-map-type': facts.mapType }),
  };
}

function propertySchema(field: FieldShape, required: boolean): OpenApiSchema {
  const { facts, shape } = field;
  const component = componentOf(shape, field);
  const fallback = defaultOf(field, required);
  return {
    ...(component === undefined ? typeSchema(shape, facts) : { allOf: [reference(component)] }),
    ...(fallback !== undefined && { default: fallback }),
    description: facts.description,
    ...extensions(facts),
  };
}

const reference = (id: string): OpenApiSchema => ({ $ref: `#/components/schemas/${id}` });

function typeSchema(shape: Shape, facts: FieldFacts): OpenApiSchema {
  switch (shape.type) {
    case 'list':
      return { items: { ...entrySchema(shape.items), ...(facts.enum && { enum: facts.enum }) }, type: 'array' };
    case 'map':
      return { additionalProperties: entrySchema(shape.values), type: 'object' };
    case 'object':
    case 'any':
      return { type: 'object' };
    default:
      return { ...scalarSchema(shape), ...(facts.enum && { enum: facts.enum }), ...minimumOf(facts) };
  }
}

const minimumOf = ({ minimum }: FieldFacts): OpenApiSchema => (minimum === undefined ? {} : { minimum });

function scalarSchema({ type, format }: ScalarShape): OpenApiSchema {
  if (format === 'double') return { format, type: 'number' };
  if (format === 'byte') return { format, type };
  return type === 'number' ? { format: format ?? 'int64', type: 'integer' } : { type };
}

/** Items of lists and values of maps; Kubernetes states Go's zero value as their default. */
function entrySchema(shape: Shape): OpenApiSchema {
  const component = componentOf(shape);
  if (component !== undefined) {
    return shape.type === 'object' ? { allOf: [reference(component)], default: {} } : reference(component);
  }
  const schema = typeSchema(shape, { description: '' });
  if (shape.type === 'list' || shape.type === 'map') return schema;
  const zero = zeroOf(shape);
  return zero === undefined ? schema : { ...schema, default: zero };
}

/** The stated default, else what Go has in a field that is always there. */
function defaultOf({ name, facts, shape }: FieldShape, required: boolean): unknown {
  if (facts.default !== undefined && typeof facts.default !== 'function') return facts.default;
  if (shape.type === 'object') return required || alwaysThere.has(name) ? {} : undefined;
  return required ? zeroOf(shape) : undefined;
}

/** Structs, not pointers, in every kind of Kubernetes that has them. */
const alwaysThere: ReadonlySet<string> = new Set(['metadata', 'spec', 'status']);

function zeroOf(shape: Shape): unknown {
  if ('format' in shape && shape.format !== undefined && shape.type !== 'number') return undefined;
  if (shape.type === 'string') return '';
  if (shape.type === 'number') return 0;
  return shape.type === 'boolean' ? false : undefined;
}

function extensions(facts: FieldFacts): OpenApiSchema {
  return {
    ...(facts.listMapKeys && { 'x-kubernetes-list-map-keys': facts.listMapKeys }),
    ...(facts.listType && { 'x-kubernetes-list-type': facts.listType }),
    ...(facts.mapType && { 'x-kubernetes-map-type': facts.mapType }),
    ...(facts.patchMergeKey && { 'x-kubernetes-patch-merge-key': facts.patchMergeKey }),
    ...(facts.patchStrategy && { 'x-kubernetes-patch-strategy': facts.patchStrategy }),
  };
}
