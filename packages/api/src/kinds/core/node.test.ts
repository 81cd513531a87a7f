import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../schema/field-error.ts';
import { validateShape } from '../../schema/validation.ts';
import { Node } from './node.ts';

const lines = (errors: readonly FieldError[] = []) => errors.map(({ field, message }) => `${field}: ${message}`);
const node = (fields: Partial<Node>): Node => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, ...fields });

describe('kubectl get nodes', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  const ready = { type: 'Ready', status: 'True' };
  const cells = (object: Node) => Node.columns?.map(({ cell }) => cell(object, now));

  test('has kubectl’s columns', () => {
    expect(Node.columns?.map(({ name, priority = 0 }) => `${name} ${priority}`)).toEqual([
      'Name 0',
      'Status 0',
      'Roles 0',
      'Age 0',
      'Version 0',
      'Internal-IP 1',
      'External-IP 1',
      'OS-Image 1',
      'Kernel-Version 1',
      'Container-Runtime 1',
    ]);
  });

  test('of a node that has reported', () => {
    const object = node({
      metadata: {
        name: 'n',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: {
          'node-role.kubernetes.io/worker': '',
          'node-role.kubernetes.io/control-plane': '',
          'node-role.kubernetes.io/': '',
          'kubernetes.io/role': 'edge',
        },
      },
      spec: { unschedulable: true },
      status: {
        addresses: [
          { type: 'Hostname', address: 'n' },
          { type: 'InternalIP', address: '10.0.0.1' },
          { type: 'InternalIP', address: '10.0.0.2' },
          { type: 'ExternalIP', address: '192.0.2.1' },
        ],
        conditions: [{ type: 'DiskPressure', status: 'False' }, ready],
        nodeInfo: {
          architecture: 'amd64',
          bootID: 'b',
          containerRuntimeVersion: 'gantry://0.1.0',
          kernelVersion: '6.18.0',
          kubeProxyVersion: '',
          kubeletVersion: 'v1.36.0-gantry',
          machineID: 'm',
          operatingSystem: 'linux',
          osImage: 'Debian GNU/Linux 12 (bookworm)',
          systemUUID: 's',
        },
      },
    });
    expect(cells(object)).toEqual([
      'n',
      'Ready,SchedulingDisabled',
      'control-plane,edge,worker',
      '24h',
      'v1.36.0-gantry',
      '10.0.0.1',
      '192.0.2.1',
      'Debian GNU/Linux 12 (bookworm)',
      '6.18.0',
      'gantry://0.1.0',
    ]);
  });

  test('of a node that has not', () => {
    const unknown = '<unknown>';
    expect(cells(node({}))).toEqual([
      'n',
      'Unknown',
      '<none>',
      unknown,
      '',
      '<none>',
      '<none>',
      unknown,
      unknown,
      unknown,
    ]);
  });

  test('of a node that is not ready', () => {
    const object = node({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
    expect(cells(object)?.[1]).toBe('NotReady');
  });
});

describe('taints', () => {
  type Taints = NonNullable<Node['spec']>['taints'];
  const taint = { key: 'a', effect: 'NoSchedule' };
  const cases: [string, Taints, string[]][] = [
    ['one key with two effects', [taint, { ...taint, effect: 'NoExecute' }], []],
    [
      'one key and effect twice',
      [taint, { ...taint, value: 'b' }],
      [
        'spec.taints[1]: Duplicate value: {"key":"a","effect":"NoSchedule","value":"b"}: taints must be unique by key and effect pair',
      ],
    ],
    [
      'no such effect',
      [{ ...taint, effect: 'Never' }],
      [
        'spec.taints[0].effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "PreferNoSchedule"',
      ],
    ],
    [
      'nothing in it',
      [{ key: '', effect: '' }],
      ['spec.taints[0].effect: Required value', 'spec.taints[0].key: Required value'],
    ],
    [
      'a bad key and value',
      [{ ...taint, key: '/a', value: '-' }],
      [
        'spec.taints[0].key: Invalid value: "/a": prefix part must be non-empty',
        "spec.taints[0].value: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      ],
    ],
  ];

  test.each(cases)('%s', (_, taints, expected) => {
    const object = node({ spec: { taints } });
    expect(lines([...validateShape(Node.shape, object), ...(Node.validate?.(object) ?? [])])).toEqual(expected);
  });
});

describe('pod ranges', () => {
  const four = '10.0.0.0/24';
  const six = '2001:db8::/64';
  const spec = (podCIDRs: string[]) => ({ podCIDR: podCIDRs[0] ?? '', podCIDRs });
  const bad = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  const crowded = 'may specify no more than one CIDR for each IP family';
  const checks: [string[], string[]][] = [
    [[four, six], []],
    [['10.0.0.0'], [`spec.podCIDRs[0]: Invalid value: "10.0.0.0": ${bad}`]],
    [[four, '10.1.0.0/24'], [`spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.1.0.0/24"]: ${crowded}`]],
  ];

  test.each(checks)('%j', (ranges, expected) => {
    expect(lines(Node.validate?.(node({ spec: spec(ranges) })))).toEqual(expected);
  });

  const agreements: [Node['spec'], Node['spec']][] = [
    [{ podCIDR: four }, spec([four])],
    [{ podCIDRs: [four, six] }, spec([four, six])],
    [{ podCIDR: '10.9.0.0/24', podCIDRs: [four] }, spec(['10.9.0.0/24'])],
    [spec([four, six]), spec([four, six])],
    [{ unschedulable: true }, { unschedulable: true }],
  ];

  test.each(agreements)('%j agree', (given, expected) => {
    expect(Node.prepareForCreate?.(node({ spec: given }))).toStrictEqual(node({ spec: expected }));
  });
});

describe('a change of a node', () => {
  const cases: [string, { from: Node['spec']; to: Node['spec'] }, string[]][] = [
    ['first ranges and provider', { from: {}, to: { podCIDRs: ['10.0.0.0/24'], providerID: 'a://b' } }, []],
    [
      'other ranges',
      { from: { podCIDRs: ['10.0.0.0/24'] }, to: { podCIDRs: ['10.1.0.0/24'] } },
      ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
    ],
    [
      'no provider',
      { from: { providerID: 'a://b' }, to: {} },
      ['spec.providerID: Forbidden: node updates may not change providerID except from "" to valid'],
    ],
    ['an external id', { from: {}, to: { externalID: 'a' } }, ['spec.externalID: Forbidden: may not be updated']],
  ];

  test.each(cases)('%s', (_, { from, to }, expected) => {
    expect(lines(Node.validateUpdate?.(node({ spec: to }), node({ spec: from })))).toEqual(expected);
  });
});

test('a status says each address once', () => {
  const address = { type: 'InternalIP', address: '10.0.0.1' };
  const status = { addresses: [address, { ...address, address: '10.0.0.2' }, address] };
  expect(lines(Node.validateStatusUpdate?.(node({ status }), node({})))).toEqual([
    'status.addresses[2]: Duplicate value: {"type":"InternalIP","address":"10.0.0.1"}',
  ]);
});
