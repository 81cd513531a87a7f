import { describe, expect, test } from 'vitest';
import * as f from './field.ts';
import { invalid } from './field-error.ts';
import { objectShapeOf } from './shape.ts';
import { validateShape } from './validation.ts';

const port = f.object('test.v1.Port', 'Port.', {
  number: f.required(f.int32('Number.', { minimum: 1 })),
  protocol: f.text('Protocol.', { enum: ['UDP', 'TCP'] }),
});
const container = f.object('test.v1.Container', 'Container.', {
  name: f.required(
    f.text('Name.', { validate: (value, path) => (value === 'bad' ? [invalid(path, value, 'is bad')] : []) }),
  ),
  image: f.text('Image.', { immutable: true }),
  env: f.list(f.object('test.v1.Env', 'Env.', { name: f.required(f.text('Name.')) }), 'Env.', {
    type: 'map',
    keys: ['name'],
    allowDuplicates: true,
  }),
  ports: f.list(port, 'Ports.', { type: 'map', keys: ['number', 'protocol'] }),
});
const spec = f.object(
  'test.v1.Spec',
  'Spec.',
  {
    containers: f.required(f.list(container, 'Containers.', { type: 'map', keys: ['name'] })),
    modes: f.list(f.scalar.text, 'Modes.', { enum: ['RWO', 'ROX'], type: 'set' }),
    command: f.required(f.list(f.scalar.text, 'Command.', { allowEmpty: true })),
    volumes: f.map(container, 'Volumes.'),
    node: f.text('Node.', { immutable: true }),
  },
  {
    validate: (value, path) =>
      JSON.stringify(value).includes('clash') ? [invalid(path.child('node'), 'clash', 'must not clash')] : [],
  },
);
const shape = objectShapeOf(
  f.object('test.v1.Pod', 'Pod.', {
    spec: f.required(f.ref(spec, 'Spec.')),
    meta: f.ref(f.object('test.v1.Meta', 'Meta.', { note: f.text('Note.') }), 'Meta.'),
    status: f.ref(spec, 'Status.', { lenient: true }),
  }),
);

const lines = (value: unknown) => validateShape(shape, value).map(({ field, message }) => `${field}: ${message}`);
const valid = { containers: [{ name: 'a' }], command: [] };

describe('validateShape', () => {
  const cases: [string, unknown, string[]][] = [
    ['valid', { spec: valid }, []],
    ['a missing struct counts as empty', {}, ['spec.containers: Required value', 'spec.command: Required value']],
    ['an empty required list', { spec: { ...valid, containers: [] } }, ['spec.containers: Required value']],
    [
      'an empty required string',
      { spec: { ...valid, containers: [{ name: '' }] } },
      ['spec.containers[0].name: Required value'],
    ],
    [
      'outside the closed set',
      { spec: { ...valid, containers: [{ name: 'a', ports: [{ number: 1, protocol: 'tcp' }] }] } },
      ['spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "TCP", "UDP"'],
    ],
    [
      'entries outside the closed set, and twice',
      { spec: { ...valid, modes: ['RWO', 'x', 'RWO'] } },
      [
        'spec.modes[1]: Unsupported value: "x": supported values: "ROX", "RWO"',
        'spec.modes[2]: Duplicate value: "RWO"',
      ],
    ],
    [
      'below the minimum',
      { spec: { ...valid, containers: [{ name: 'a', ports: [{ number: 0 }] }] } },
      ['spec.containers[0].ports[0].number: Invalid value: 0: must be greater than or equal to 1'],
    ],
    [
      "a field's own check",
      { spec: { ...valid, containers: [{ name: 'bad' }] } },
      ['spec.containers[0].name: Invalid value: "bad": is bad'],
    ],
    [
      "an object's own check",
      { spec: { ...valid, node: 'clash' } },
      ['spec.node: Invalid value: "clash": must not clash'],
    ],
    [
      'the same key twice',
      { spec: { ...valid, containers: [{ name: 'a' }, { name: 'a' }] } },
      ['spec.containers[1].name: Duplicate value: "a"'],
    ],
    [
      'the same keys twice',
      {
        spec: {
          ...valid,
          containers: [{ name: 'a', ports: [{ number: 1 }, { number: 1, protocol: 'TCP' }, { number: 1 }] }],
        },
      },
      ['spec.containers[0].ports[2]: Duplicate value: {"number":1}'],
    ],
    [
      'the same key where that is accepted',
      { spec: { ...valid, containers: [{ name: 'a', env: [{ name: 'x' }, { name: 'x' }] }] } },
      [],
    ],
    ['inside a map', { spec: { ...valid, volumes: { 'a.b/c': {} } } }, ['spec.volumes[a.b/c].name: Required value']],
    [
      'statuses are checked leniently',
      { spec: valid, status: { modes: ['x', 'x'], containers: [{ name: 'bad' }, {}, { name: '' }] } },
      ['status.containers[0].name: Invalid value: "bad": is bad'],
    ],
  ];
  test.each(cases)('%s', (_, value, expected) => {
    expect(lines(value)).toEqual(expected);
  });
});
