// Expected texts are Kubernetes' own, taken from pkg/apis/core/validation/validation.go, not from a run of this code.
import { describe, expect, it } from 'vitest';
import { type Case, container, problems } from './testing/new-pod.ts';

const cases: Record<string, Case> = {
  'port out of range': [
    container({ ports: [{ containerPort: 70000 }] }),
    'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
  'port of zero': [
    container({ ports: [{ containerPort: 0 }] }),
    'spec.containers[0].ports[0].containerPort: Required value',
  ],
  'port name': [
    container({ ports: [{ containerPort: 80, name: '-8--0' }] }),
    'spec.containers[0].ports[0].name: Invalid value: "-8--0": must contain at least one letter (a-z)',
    'spec.containers[0].ports[0].name: Invalid value: "-8--0": must not contain consecutive hyphens',
    'spec.containers[0].ports[0].name: Invalid value: "-8--0": must not begin or end with a hyphen',
  ],
  'port names twice': [
    container({
      ports: [
        { containerPort: 80, name: 'a' },
        { containerPort: 81, name: 'a' },
      ],
    }),
    'spec.containers[0].ports[1].name: Duplicate value: "a"',
  ],
  'the same port twice is let through': [container({ ports: [{ containerPort: 80 }, { containerPort: 80 }] })],
  'host port twice': [
    container({
      ports: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 8080 },
      ],
    }),
    'spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8080"',
  ],
  protocol: [
    container({ ports: [{ containerPort: 80, protocol: 'ICMP' }] }),
    'spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
  ],
  'host port on the host network': [
    { ...container({ ports: [{ containerPort: 80, hostPort: 81 }] }), hostNetwork: true },
    'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
  ],
  'variable name': [
    container({ env: [{ name: 'a=b' }] }),
    `spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
  ],
  'the same variable twice is let through': [container({ env: [{ name: 'A', value: '1' }, { name: 'A' }] })],
  'variable without a source': [
    container({ env: [{ name: 'A', valueFrom: {} }] }),
    'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
  ],
  'variable with value and source': [
    container({ env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
  ],
  'variable with two sources': [
    container({
      env: [
        {
          name: 'A',
          valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 'a', key: 'b' } },
        },
      ],
    }),
    'spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time',
  ],
  'field that has no name downward': [
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nope' } } }] }),
    'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nope": error converting fieldPath: field label not supported: spec.nope',
  ],
  'field that a variable cannot show': [
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
    'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
  ],
  'one label downward': [
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }] }),
  ],
  divisor: [
    container({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1k' } } }] }),
    `spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
  ],
  'variables from nowhere': [
    container({ envFrom: [{}] }),
    'spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
  ],
  'mount of an unknown volume': [
    container({ volumeMounts: [{ name: 'x', mountPath: '/x' }] }),
    'spec.containers[0].volumeMounts[0].name: Not found: "x"',
  ],
  'mount without a path': [
    { ...container({ volumeMounts: [{ name: 'x', mountPath: '' }] }), volumes: [{ name: 'x' }] },
    'spec.containers[0].volumeMounts[0].mountPath: Required value',
  ],
  'two mounts at one path': [
    {
      ...container({
        volumeMounts: [
          { name: 'x', mountPath: '/x' },
          { name: 'x', mountPath: '/x' },
        ],
      }),
      volumes: [{ name: 'x' }],
    },
    'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/x": must be unique',
  ],
  'sub-path out of the volume': [
    {
      ...container({ volumeMounts: [{ name: 'x', mountPath: '/x', subPath: 'a/../../b' }] }),
      volumes: [{ name: 'x' }],
    },
    `spec.containers[0].volumeMounts[0].subPath: Invalid value: "a/../../b": must not contain '..'`,
  ],
  'bidirectional propagation': [
    {
      ...container({ volumeMounts: [{ name: 'x', mountPath: '/x', mountPropagation: 'Bidirectional' }] }),
      volumes: [{ name: 'x' }],
    },
    'spec.containers[0].volumeMounts[0].mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers',
  ],
  'block device of a folder': [
    { ...container({ volumeDevices: [{ name: 'x', devicePath: '/dev/x' }] }), volumes: [{ name: 'x' }] },
    'spec.containers[0].volumeDevices[0].name: Invalid value: "x": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
  ],
  'request above the limit': [
    container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ],
  'negative quantity': [
    container({ resources: { requests: { cpu: '-1' } } }),
    'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  'unknown resource': [
    container({ resources: { limits: { cpus: '1' } } }),
    ...['limits', 'requests'].flatMap((list) => [
      `spec.containers[0].resources.${list}[cpus]: Invalid value: "cpus": must be a standard resource type or fully qualified`,
      `spec.containers[0].resources.${list}[cpus]: Invalid value: "cpus": must be a standard resource for containers`,
    ]),
  ],
  'half a device': [
    container({ resources: { limits: { 'example.com/gpu': '500m' } } }),
    'spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer',
    'spec.containers[0].resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer',
  ],
  'device without a limit': [
    container({ resources: { requests: { 'example.com/gpu': '1' } } }),
    'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
  ],
  'huge pages alone': [
    container({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }),
    'spec.containers[0].resources: Forbidden: HugePages require cpu or memory',
  ],
  'containers beyond the pod': [
    {
      ...container({ resources: { requests: { cpu: '2' }, limits: { cpu: '4' } } }),
      resources: { requests: { cpu: '1' }, limits: { cpu: '3' } },
    },
    'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    'spec.resources.containers[0][cpu].limits: Invalid value: "4": must be less than or equal to pod limits of 3',
  ],
  'probe without a handler': [
    container({ livenessProbe: {} }),
    'spec.containers[0].livenessProbe: Required value: must specify a handler type',
  ],
  'probe with two handlers': [
    container({ livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 80 } } }),
    'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
  ],
  'probe of a bad port': [
    container({ readinessProbe: { httpGet: { port: 0 } } }),
    'spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
  ],
  'probe with negative delay': [
    container({ readinessProbe: { tcpSocket: { port: 'web' }, initialDelaySeconds: -1 } }),
    'spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  'liveness needs one success': [
    container({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
    'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
  ],
  'readiness kills nothing': [
    container({ readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 } }),
    'spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
  ],
  'command of a probe': [
    container({ livenessProbe: { exec: {} } }),
    'spec.containers[0].livenessProbe.exec.command: Required value',
  ],
  'sleep longer than the grace period': [
    container({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
    'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
  ],
  'user out of range': [
    container({ securityContext: { runAsUser: -1 } }),
    'spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
  ],
  'privileged without escalation': [
    container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    'spec.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
  ],
};

describe('validation of a container', () => {
  it.each(Object.entries(cases))('%s', (_, [spec, ...expected]) => {
    expect(problems(spec)).toEqual(expected);
  });
});
