// Components of OpenAPI for types that are no objects of ours but have names of their own in Kubernetes.
import type { FieldShape, Shape } from './shape.ts';

export type OpenApiSchema = { readonly [key: string]: unknown };

const time = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time';
const microTime = 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime';
const fieldsV1 = 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1';
const rawExtension = 'io.k8s.apimachinery.pkg.runtime.RawExtension';
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const intOrString = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

export const namedSchemas: ReadonlyMap<string, OpenApiSchema> = new Map<string, OpenApiSchema>([
  [time, { description: 'A time in RFC 3339 with whole seconds.', format: 'date-time', type: 'string' }],
  [microTime, { description: 'A time in RFC 3339 with microseconds.', format: 'date-time', type: 'string' }],
  [
    fieldsV1,
    {
      description:
        'A set of fields as a tree: `f:<name>` for a field, `k:<keys>` and `v:<value>` for entries of lists, `.` for the thing itself.',
      type: 'object',
    },
  ],
  [rawExtension, { description: 'Any JSON, kept as it came.', type: 'object' }],
  [
    quantity,
    {
      description:
        'An exact amount: a number with a decimal suffix (`n`, `u`, `m`, `k`, `M`, `G`, `T`, `P`, `E`), a binary one (`Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`) or an exponent (`1e3`). Kept with the largest suffix that leaves a whole number: `0.5` as `500m`, `1024Mi` as `1Gi`.',
      oneOf: [{ type: 'string' }, { type: 'number' }],
    },
  ],
  [
    intOrString,
    {
      description: 'A whole number, or text such as a name or a percentage.',
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  ],
]);

const byFormat: ReadonlyMap<string, string> = new Map([
  ['date-time', time],
  ['micro-time', microTime],
  ['quantity', quantity],
  ['int-or-string', intOrString],
]);

/** The component a shape stands for in a reference; undefined when its schema stands in place. */
export function componentOf(shape: Shape, field?: FieldShape): string | undefined {
  switch (shape.type) {
    case 'object':
      return shape.facts.id;
    case 'any':
      return field?.name === 'fieldsV1' ? fieldsV1 : rawExtension;
    case 'list':
    case 'map':
      return undefined;
    default:
      return shape.format && byFormat.get(shape.format);
  }
}
