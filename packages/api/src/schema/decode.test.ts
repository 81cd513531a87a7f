import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectFields } from '../meta/object-meta.ts';
import { decode } from './decode.ts';
import * as f from './field.ts';
import { objectShapeOf } from './shape.ts';

const port = f.object('io.k8s.api.core.v1.ContainerPort', 'Port.', {
  containerPort: f.required(f.int32('Port.')),
  protocol: f.text('Protocol.'),
});
const container = f.object('io.k8s.api.core.v1.Container', 'Container.', {
  image: f.text('Image.'),
  args: f.list(f.scalar.text, 'Arguments.'),
  ports: f.list(port, 'Ports.', { type: 'map', keys: ['containerPort', 'protocol'] }),
  limits: f.map(f.scalar.quantity, 'Limits.'),
  tty: f.flag('Terminal.'),
});
const spec = f.object('io.k8s.api.core.v1.PodSpec', 'Spec.', {
  containers: f.required(f.list(container, 'Containers.', { type: 'map', keys: ['name'] })),
  priority: f.int32('Priority.'),
  big: f.int64('Big.'),
  ratio: f.double('Ratio.'),
  port: f.intOrString('Port.'),
  size: f.quantity('Size.'),
  started: f.time('Time.'),
  renewed: f.microTime('Time.'),
  raw: f.anyJson('Raw.'),
});
const pod = objectShapeOf(
  f.object('io.k8s.api.core.v1.Pod', 'Pod.', {
    ...objectFields,
    spec: f.ref(spec, 'Spec.'),
    data: f.map(f.scalar.text, 'Data.'),
    secret: f.map(f.scalar.bytes, 'Bytes.'),
  }),
);

const errorsOf = (value: unknown) => decode(pod, value, 'Pod').errors;
const specOf = (value: object) => decode(pod, { spec: value }, 'Pod');

describe('types', () => {
  const cases: [string, unknown, string][] = [
    [
      'number for text in a map',
      { data: { a: 1 } },
      'json: cannot unmarshal number into Go struct field Pod.data of type string',
    ],
    [
      'a field behind a struct',
      { metadata: { labels: {} }, data: { a: 1 } },
      'json: cannot unmarshal number into Go struct field Pod.data of type string',
    ],
    [
      'number for text in a list of structs',
      { spec: { containers: [{ image: 1 }] } },
      'json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string',
    ],
    [
      'object for a list',
      { spec: { containers: {} } },
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'text for a struct in a list',
      { spec: { containers: ['a'] } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container',
    ],
    [
      'text for a struct',
      { spec: 'x' },
      'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec',
    ],
    [
      'list for a map',
      { metadata: { labels: [] } },
      'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [
      'text for a number',
      { spec: { priority: '1' } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.priority of type int32',
    ],
    [
      'a fraction',
      { spec: { priority: 1.5 } },
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32',
    ],
    [
      'a number beyond 32 bits',
      { spec: { port: 2 ** 31 } },
      'json: cannot unmarshal number 2147483648 into Go struct field PodSpec.spec.port of type int32',
    ],
    [
      'a number beyond 64 bits',
      { spec: { big: 2 ** 63 } },
      'json: cannot unmarshal number 9223372036854776000 into Go struct field PodSpec.spec.big of type int64',
    ],
    [
      'text for a boolean',
      { spec: { containers: [{ tty: 'yes' }] } },
      'json: cannot unmarshal string into Go struct field Container.spec.containers.tty of type bool',
    ],
    [
      'a number for a time',
      { metadata: { creationTimestamp: 5 } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    [
      'a word for a time',
      { metadata: { creationTimestamp: 'soon' } },
      'parsing time "soon" as "2006-01-02T15:04:05Z07:00": cannot parse "soon" as "2006"',
    ],
    [
      'a day that does not exist',
      { spec: { started: '2023-02-29T00:00:00Z' } },
      'parsing time "2023-02-29T00:00:00Z": day out of range',
    ],
    [
      'a micro time without decimals',
      { spec: { renewed: '2024-01-01T00:00:00Z' } },
      'parsing time "2024-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    ],
    [
      'a quantity with a space',
      { spec: { size: '1 Gi' } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['base64 with a stranger', { secret: { a: 'YWJj!A==' } }, 'illegal base64 data at input byte 4'],
    [
      'number for bytes',
      { secret: { a: 1 } },
      'json: cannot unmarshal number into Go struct field Pod.secret of type []uint8',
    ],
  ];
  test.each(cases)('%s', (_, value, error) => {
    expect(errorsOf(value)).toEqual([error]);
  });

  test.each([
    [null, 'null'],
    [[], 'array'],
    ['x', 'string'],
  ])('%j is no object', (value, kind) => {
    expect(errorsOf(value)).toEqual([`json: cannot unmarshal ${kind} into Go value of type v1.Pod`]);
  });
});

test('formats come out canonical', () => {
  const { value, errors } = specOf({
    size: 0.5,
    port: '80%',
    started: '2024-03-01T01:30:00.75+02:00',
    renewed: '2024-03-01T01:30:00.123456-00:30',
    containers: [{ limits: { cpu: '0.5', memory: '1024Mi' } }],
  });
  expect(errors).toEqual([]);
  expect(value).toEqual({
    spec: {
      size: '500m',
      port: '80%',
      started: '2024-02-29T23:30:00Z',
      renewed: '2024-03-01T02:00:00.123456Z',
      containers: [{ limits: { cpu: '500m', memory: '1Gi' } }],
    },
  });
});

test('unknown fields are dropped and named by their full path', () => {
  const { value, unknown } = decode(
    pod,
    { Kind: 'Pod', spec: { containers: [{ image: 'a', foo: 1 }], constructor: 1 }, metadata: { labels: { any: 'x' } } },
    'Pod',
  );
  expect(unknown).toEqual([
    'unknown field "Kind"',
    'unknown field "spec.containers[0].foo"',
    'unknown field "spec.constructor"',
  ]);
  expect(value).toEqual({ spec: { containers: [{ image: 'a' }] }, metadata: { labels: { any: 'x' } } });
});

test('null is absent in a field and the zero value in a list or map', () => {
  const { value, errors } = decode(
    pod,
    {
      metadata: { creationTimestamp: null, labels: { a: null } },
      spec: { containers: [null, { args: [null], limits: { cpu: null } }] },
    },
    'Pod',
  );
  expect(errors).toEqual([]);
  expect(value).toEqual({
    metadata: { labels: { a: '' } },
    spec: { containers: [{}, { args: [''], limits: { cpu: '0' } }] },
  });
});

test('no more than a hundred complaints are kept', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, 1]));
  expect(decode(pod, many, 'Pod').unknown).toHaveLength(100);
  expect(errorsOf({ data: many })).toHaveLength(100);
});

test('lone surrogates become U+FFFD, pairs stay', () => {
  expect(decode(pod, { data: { 'k\ud800': 'a\udc00😀' } }, 'Pod').value).toEqual({ data: { 'k\ufffd': 'a\ufffd😀' } });
});

test('keys that name parts of Object.prototype are plain keys', () => {
  const input: unknown = JSON.parse(
    '{"data":{"__proto__":"a","constructor":"b"},"spec":{"raw":{"__proto__":{"x":1}}},"__proto__":{"y":1}}',
  );
  const { value, unknown } = decode(pod, input, 'Pod');
  expect(JSON.stringify(value)).toBe(
    '{"data":{"__proto__":"a","constructor":"b"},"spec":{"raw":{"__proto__":{"x":1}}}}',
  );
  expect(unknown).toEqual(['unknown field "__proto__"']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('deep nesting is an error, not a stack overflow', () => {
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  expect(errorsOf({ spec: { raw: deep } })).toContain('exceeded max depth');
  const lists: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(errorsOf({ spec: { raw: lists } })).toContain('exceeded max depth');
});

test('nothing mutable is shared with the input', () => {
  const input = { metadata: { labels: { a: 'b' } }, spec: { raw: { list: [{}] }, containers: [{ args: ['x'] }] } };
  const { value } = decode(pod, input, 'Pod');
  const before = JSON.stringify(value);
  input.metadata.labels.a = 'c';
  Object.assign(input.spec.raw.list[0] ?? {}, { changed: true });
  input.spec.containers.length = 0;
  expect(JSON.stringify(value)).toBe(before);
});

const hostile = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.anything({ maxDepth: 1 }), fc.array(tie('value')), tie('object')),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom('spec', 'metadata', 'labels', 'containers', 'data', 'secret', 'raw', '__proto__', 'size'),
      fc.string(),
    ),
    tie('value'),
  ),
}));

test('any input decodes without throwing, and what comes out decodes to itself', () => {
  const polluted = () => Object.keys(Object.prototype).concat(Object.keys(Array.prototype));
  fc.assert(
    fc.property(hostile.object, (input) => {
      const first = decode(pod, input, 'Pod');
      expect(polluted()).toEqual([]);
      if (first.errors.length > 0) return;
      const second = decode(pod, first.value, 'Pod');
      expect(second).toEqual({ value: first.value, unknown: [], errors: [] });
    }),
    { numRuns: 200 },
  );
});

test('empty lists and maps are absent ones, unless required', () => {
  const sent = { metadata: { labels: {}, finalizers: [] }, data: {}, spec: { containers: [], size: '1' } };
  expect(decode(pod, sent, 'Pod').value).toEqual({ metadata: {}, spec: { containers: [], size: '1' } });
  const stated = { image: 'a', args: [], ports: [], limits: {} };
  expect(specOf({ containers: [stated] }).value).toEqual({ spec: { containers: [{ image: 'a' }] } });
});
