// Constructors for the fields of a kind. Every field is optional unless wrapped in `required`.
import { z } from 'zod';
import { type FieldFacts, fieldFacts, type ListType, type ObjectFacts, objectFacts } from './facts.ts';

type Options = Omit<FieldFacts, 'description' | 'format' | 'required' | 'listType' | 'listMapKeys'>;

function field<T extends z.ZodType>(type: T, facts: FieldFacts): z.ZodOptional<T> {
  const schema = type.optional();
  fieldFacts.set(schema, facts);
  return schema;
}

/** A string. */
export const text = (description: string, options: Options = {}) => field(z.string(), { description, ...options });

/** A boolean. */
export const flag = (description: string, options: Options = {}) => field(z.boolean(), { description, ...options });

/** A whole number of 32 bits. */
export const int32 = (description: string, options: Options = {}) =>
  field(z.number(), { description, format: 'int32', ...options });

/** A whole number of 64 bits; exact up to 2^53. */
export const int64 = (description: string, options: Options = {}) =>
  field(z.number(), { description, format: 'int64', ...options });

/** A floating-point number. */
export const double = (description: string, options: Options = {}) =>
  field(z.number(), { description, format: 'double', ...options });

/** An RFC 3339 time with whole seconds (metav1.Time). */
export const time = (description: string, options: Options = {}) =>
  field(z.string(), { description, format: 'date-time', ...options });

/** An RFC 3339 time with microseconds (metav1.MicroTime). */
export const microTime = (description: string, options: Options = {}) =>
  field(z.string(), { description, format: 'micro-time', ...options });

/** Bytes, base64 in JSON. */
export const bytes = (description: string, options: Options = {}) =>
  field(z.string(), { description, format: 'byte', ...options });

/** A resource quantity such as `500m` or `1Gi`, kept in canonical form. */
export const quantity = (description: string, options: Options = {}) =>
  field(z.string(), { description, format: 'quantity', ...options });

/** A number or a name/percentage. */
export const intOrString = (description: string, options: Options = {}) =>
  field(z.union([z.number(), z.string()]), { description, format: 'int-or-string', ...options });

/** Any JSON, kept as it came (RawExtension, FieldsV1). */
export const anyJson = (description: string, options: Options = {}) => field(z.unknown(), { description, ...options });

/** Another object type. */
export const ref = <T extends z.ZodType>(type: T, description: string, options: Options = {}) =>
  field(type, { description, ...options });

/** Item types for `list` and `map` when they are not objects. */
export const scalar = {
  text: z.string(),
  int32: withFormat(z.number(), 'int32'),
  int64: withFormat(z.number(), 'int64'),
  bytes: withFormat(z.string(), 'byte'),
  quantity: withFormat(z.string(), 'quantity'),
  anyJson: z.unknown(),
};

function withFormat<T extends z.ZodType>(type: T, format: NonNullable<FieldFacts['format']>): T {
  fieldFacts.set(type, { description: '', format });
  return type;
}

/**
 * A list.
 * @param options.type `x-kubernetes-list-type`; atomic when absent
 * @param options.keys `x-kubernetes-list-map-keys`, for type `map`
 */
export const list = <T extends z.ZodType>(
  items: T,
  description: string,
  options: Options & { type?: ListType; keys?: readonly string[] } = {},
) => {
  const { type, keys, ...rest } = options;
  return field(z.array(items), {
    description,
    ...rest,
    ...(type && { listType: type }),
    ...(keys && { listMapKeys: keys }),
  });
};

/** A map from strings. */
export const map = <T extends z.ZodType>(values: T, description: string, options: Options = {}) =>
  field(z.record(z.string(), values), { description, ...options });

/** The same field, required. */
export function required<T extends z.ZodType>(optional: z.ZodOptional<T>): T {
  const facts = fieldFacts.get(optional);
  if (!facts) throw new TypeError('required() takes what a field constructor made');
  const inner = optional.unwrap();
  // One object type stands in many places: each place gets an instance with facts of its own.
  const schema = inner.clone();
  const object = objectFacts.get(inner);
  if (object) objectFacts.set(schema, object);
  fieldFacts.set(schema, { ...facts, required: true });
  return schema;
}

/**
 * An object type.
 * @param id Kubernetes' definition id, the component's name in OpenAPI
 */
export function object<T extends z.ZodRawShape>(
  id: string,
  description: string,
  ...[fields, options = {}]: [fields: T, options?: Omit<ObjectFacts, 'id' | 'description'>]
) {
  const schema = z.object(fields);
  objectFacts.set(schema, { id, description, ...options });
  return schema;
}
