import { expect, test } from 'vitest';
import { z } from 'zod';
import { objectFields } from '../meta/object-meta.ts';
import * as f from './field.ts';
import { componentSchemas } from './openapi.ts';
import { objectShapeOf } from './shape.ts';

const ref = (id: string) => ({ $ref: `#/components/schemas/${id}` });
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

const port = f.object('test.v1.Port', 'A port.', {
  containerPort: f.required(f.int32('Number.', { minimum: 1 })),
  protocol: f.text('Protocol.', { default: 'TCP', enum: ['TCP', 'UDP'] }),
});
const spec = f.object(
  'test.v1.Spec',
  'A spec.',
  {
    ports: f.list(port, 'Ports.', {
      type: 'map',
      keys: ['containerPort', 'protocol'],
      patchMergeKey: 'containerPort',
      patchStrategy: 'merge',
    }),
    limits: f.map(f.scalar.quantity, 'Limits.'),
    names: f.list(f.scalar.text, 'Names.', { enum: ['a', 'b'], type: 'set' }),
    named: f.map(port, 'Named.'),
    data: f.map(f.scalar.bytes, 'Data.'),
    selector: f.map(f.scalar.text, 'Selector.', { mapType: 'atomic' }),
    size: f.quantity('Size.'),
    target: f.intOrString('Target.'),
    at: f.required(f.time('When.')),
    renewed: f.microTime('When.'),
    raw: f.anyJson('Raw.'),
    ratio: f.double('Ratio.'),
    policy: f.text('Policy.', { default: ({ size }) => String(size) }),
    security: f.ref(f.object('test.v1.Empty', 'Nothing.', {}), 'Security.', { default: {} }),
    optional: f.ref(port, 'Optional.'),
  },
  { mapType: 'atomic' },
);
const kind = objectShapeOf(f.object('test.v1.Thing', 'A thing.', { ...objectFields, spec: f.ref(spec, 'The spec.') }));
const schemas = componentSchemas([kind], (id) =>
  id === 'test.v1.Thing' ? [{ group: 'test', version: 'v1', kind: 'Thing' }] : undefined,
);

test('a kind', () => {
  expect(schemas['test.v1.Thing']).toEqual({
    description: 'A thing.',
    properties: {
      apiVersion: { description: expect.any(String), type: 'string' },
      kind: { description: expect.any(String), type: 'string' },
      metadata: {
        allOf: [ref('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')],
        default: {},
        description: expect.any(String),
      },
      spec: { allOf: [ref('test.v1.Spec')], default: {}, description: 'The spec.' },
    },
    type: 'object',
    'x-kubernetes-group-version-kind': [{ group: 'test', version: 'v1', kind: 'Thing' }],
  });
});

test('every sort of field', () => {
  expect(schemas['test.v1.Spec']).toEqual({
    description: 'A spec.',
    properties: {
      ports: {
        description: 'Ports.',
        items: { allOf: [ref('test.v1.Port')], default: {} },
        type: 'array',
        'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-patch-merge-key': 'containerPort',
        'x-kubernetes-patch-strategy': 'merge',
      },
      limits: { additionalProperties: ref(quantity), description: 'Limits.', type: 'object' },
      names: {
        description: 'Names.',
        items: { default: '', enum: ['a', 'b'], type: 'string' },
        type: 'array',
        'x-kubernetes-list-type': 'set',
      },
      named: {
        additionalProperties: { allOf: [ref('test.v1.Port')], default: {} },
        description: 'Named.',
        type: 'object',
      },
      data: { additionalProperties: { format: 'byte', type: 'string' }, description: 'Data.', type: 'object' },
      selector: {
        additionalProperties: { default: '', type: 'string' },
        description: 'Selector.',
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
      },
      size: { allOf: [ref(quantity)], description: 'Size.' },
      target: { allOf: [ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString')], description: 'Target.' },
      at: { allOf: [ref('io.k8s.apimachinery.pkg.apis.meta.v1.Time')], description: 'When.' },
      renewed: { allOf: [ref('io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime')], description: 'When.' },
      raw: { allOf: [ref('io.k8s.apimachinery.pkg.runtime.RawExtension')], description: 'Raw.' },
      ratio: { description: 'Ratio.', format: 'double', type: 'number' },
      policy: { description: 'Policy.', type: 'string' },
      security: { allOf: [ref('test.v1.Empty')], default: {}, description: 'Security.' },
      optional: { allOf: [ref('test.v1.Port')], description: 'Optional.' },
    },
    required: ['at'],
    type: 'object',
    'x-kubernetes-map-type': 'atomic',
  });
  expect(schemas['test.v1.Port']).toEqual({
    description: 'A port.',
    properties: {
      containerPort: { default: 0, description: 'Number.', format: 'int32', minimum: 1, type: 'integer' },
      protocol: { default: 'TCP', description: 'Protocol.', enum: ['TCP', 'UDP'], type: 'string' },
    },
    required: ['containerPort'],
    type: 'object',
  });
});

test('every reference has its component, in alphabetical order', () => {
  const used = [...JSON.stringify(schemas).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, id]) => id);
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(used));
  expect(Object.keys(schemas)).toEqual(Object.keys(schemas).toSorted());
  expect(Object.keys(schemas)).toContain('io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1');
});

test('a type that holds itself', () => {
  interface Tree {
    children?: Tree[];
  }
  const tree: z.ZodType<Tree> = f.object('test.v1.Tree', 'Tree.', {
    children: f.list(
      z.lazy(() => tree),
      'Children.',
    ),
  });
  expect(Object.keys(componentSchemas([objectShapeOf(tree)]))).toEqual(['test.v1.Tree']);
});
