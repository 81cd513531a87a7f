// Expected texts are Kubernetes' own, taken from pkg/apis/core/validation/validation.go, not from a run of this code.
import { describe, expect, it } from 'vitest';
import { decode } from '../../../schema/decode.ts';
import { applyDefaults } from '../../../schema/defaulting.ts';
import { validateShape } from '../../../schema/validation.ts';
import type { KindDefinition } from '../../define-kind.ts';
import { Pod } from '../pod.ts';

type Json = Record<string, unknown>;

/** As generic code sees it: what is required may still be missing. */
const kind: KindDefinition = Pod;

const web = { name: 'web', image: 'nginx' };
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/** Takes a spec the way the registry does and returns what is wrong with it. */
function problems(spec: Json | undefined): string[] {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, ...(spec && { spec }) };
  const { value, errors, unknown } = decode(kind.shape, manifest, 'Pod');
  expect([...errors, ...unknown]).toEqual([]);
  const pod = { ...manifest, ...applyDefaults(kind.shape, value) };
  const prepared = kind.prepareForCreate?.(pod) ?? pod;
  const found = [...validateShape(kind.shape, prepared), ...(kind.validate?.(prepared) ?? [])];
  return found.map(({ field, message }) => `${field}: ${message}`);
}

/** A pod of one container with these fields. */
const container = (fields: Json): Json => ({ containers: [{ ...web, ...fields }] });

/** A pod of one good container with these fields of the spec. */
const pod = (fields: Json): Json => ({ containers: [web], ...fields });

const volumes = (...list: Json[]): Json => pod({ volumes: list });

const cases: Record<string, [spec: Json | undefined, ...expected: string[]]> = {
  'a whole pod is right': [pod({ restartPolicy: 'Never', hostname: 'a', tolerations: [{ operator: 'Exists' }] })],
  'no spec': [undefined, 'spec.containers: Required value'],
  'no containers': [{ containers: [] }, 'spec.containers: Required value'],
  'no image': [{ containers: [{ name: 'a' }] }, 'spec.containers[0].image: Required value'],
  'no container name': [{ containers: [{ image: 'a' }] }, 'spec.containers[0].name: Required value'],
  'image with space': [
    container({ image: 'nginx ' }),
    'spec.containers[0].image: Invalid value: "nginx ": must not have leading or trailing whitespace',
  ],
  'container name not a label': [
    container({ name: 'Web_1' }),
    `spec.containers[0].name: Invalid value: "Web_1": ${label}`,
  ],
  'container name with dot': [
    container({ name: 'a.b' }),
    'spec.containers[0].name: Invalid value: "a.b": must not contain dots',
  ],
  'same name twice': [{ containers: [web, web] }, 'spec.containers[1].name: Duplicate value: "web"'],
  'same name among init containers': [
    pod({ initContainers: [web] }),
    'spec.initContainers[0].name: Duplicate value: "web"',
  ],
  'probe on an init container': [
    pod({ initContainers: [{ name: 'a', image: 'b', livenessProbe: { exec: { command: ['x'] } } }] }),
    'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
  ],
  'ephemeral container at creation': [
    pod({ ephemeralContainers: [{ name: 'debug', image: 'busybox' }] }),
    'spec.ephemeralContainers: Forbidden: cannot be set on create',
  ],
  'pull policy': [
    container({ imagePullPolicy: 'Sometimes' }),
    'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
  ],
  'restart policy': [
    pod({ restartPolicy: 'Maybe' }),
    'spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
  ],
  'DNS policy': [
    pod({ dnsPolicy: 'Maybe' }),
    'spec.dnsPolicy: Unsupported value: "Maybe": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
  ],
  'DNS policy None without servers': [
    pod({ dnsPolicy: 'None' }),
    'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
  ],
  'name server not an address': [
    pod({ dnsConfig: { nameservers: ['a'] } }),
    'spec.dnsConfig.nameservers[0]: Invalid value: "a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
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
  'local seccomp profile without a name': [
    pod({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
    'spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
  ],
  'kernel parameter': [
    pod({ securityContext: { sysctls: [{ name: 'net..x', value: '1' }] } }),
    'spec.securityContext.sysctls[0].name: Invalid value: "net..x": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
  ],
  "kernel parameter of the node's network": [
    pod({ hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.ip_forward', value: '1' }] } }),
    `spec.securityContext.sysctls[0].name: Invalid value: "net.ipv4.ip_forward": may not be specified when 'hostNetwork' is true`,
  ],
  'two volume sources': [
    volumes({ name: 'a', emptyDir: {}, hostPath: { path: '/a' } }),
    'spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type',
  ],
  'same volume twice': [volumes({ name: 'a' }, { name: 'a' }), 'spec.volumes[1].name: Duplicate value: "a"'],
  'volume name': [volumes({ name: 'A' }), `spec.volumes[0].name: Invalid value: "A": ${label}`],
  'host path': [
    volumes({ name: 'a', hostPath: { path: '/a/..', type: 'Folder' } }),
    'spec.volumes[0].hostPath.type: Unsupported value: "Folder": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    `spec.volumes[0].hostPath.path: Invalid value: "/a/..": must not contain '..'`,
  ],
  'nameless ConfigMap': [volumes({ name: 'a', configMap: {} }), 'spec.volumes[0].configMap.name: Required value'],
  'mode of a file': [
    volumes({ name: 'a', secret: { secretName: 's', defaultMode: 512 } }),
    'spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive',
  ],
  'path of a key': [
    volumes({ name: 'a', configMap: { name: 'c', items: [{ key: 'k', path: '/abs' }] } }),
    'spec.volumes[0].configMap.items[0].path: Invalid value: "/abs": must be a relative path',
  ],
  'path that is kept for the volume': [
    volumes({ name: 'a', configMap: { name: 'c', items: [{ key: 'k', path: '..data' }] } }),
    `spec.volumes[0].configMap.items[0].path: Invalid value: "..data": must not start with '..'`,
  ],
  'projected token without an account': [
    volumes({ name: 'a', projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 1 } }] } }),
    'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes',
    'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
  ],
  'projected files over each other': [
    volumes({
      name: 'a',
      projected: {
        sources: [
          { configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } },
          { secret: { name: 's', items: [{ key: 'k', path: 'p' }] } },
        ],
      },
    }),
    'spec.volumes[0].projected: Invalid value: "p": conflicting duplicate paths',
  ],
  'toleration of everything': [
    pod({ tolerations: [{ operator: 'Equal' }] }),
    'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ],
  'toleration with a needless value': [
    pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
    `spec.tolerations[0].operator: Invalid value: "b": value must be empty when \`operator\` is 'Exists'`,
  ],
  'toleration for a while': [
    pod({ tolerations: [{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 1 }] }),
    `spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
  ],
  'effect of a toleration': [
    pod({ tolerations: [{ key: 'a', effect: 'Never' }] }),
    'spec.tolerations[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
  ],
  'node affinity without terms': [
    pod({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
    }),
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value',
  ],
  'node affinity operator': [
    pod({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Is' }] }],
          },
        },
      },
    }),
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
  ],
  'weight of an affinity': [
    pod({
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: 'zone' } }],
        },
      },
    }),
    'spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
  ],
  'spread over nothing': [
    pod({ topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'Panic' }] }),
    'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Panic": supported values: "DoNotSchedule", "ScheduleAnyway"',
    'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
  ],
  'the same spread twice': [
    pod({
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
        { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      ],
    }),
    'spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"',
  ],
  'hosts file': [
    pod({ hostAliases: [{ ip: '1.2.3', hostnames: ['a'] }] }),
    'spec.hostAliases[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
  'deadline of zero': [
    pod({ activeDeadlineSeconds: 0 }),
    'spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive',
  ],
  'own users on the host network': [
    pod({ hostUsers: false, hostNetwork: true }),
    'spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false',
  ],
  'bound while gated': [
    pod({ nodeName: 'n', schedulingGates: [{ name: 'g' }] }),
    'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
  ],
  'keys named as JavaScript names its own': [
    { ...container({ resources: { limits: JSON.parse('{"__proto__": "1"}') } }), nodeSelector: { constructor: 'x' } },
    ...['limits', 'requests'].map(
      (list) =>
        `spec.containers[0].resources.${list}[__proto__]: Invalid value: "__proto__": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ),
  ],
};

describe('validation of a pod', () => {
  it.each(Object.entries(cases))('%s', (_, [spec, ...expected]) => {
    expect(problems(spec)).toEqual(expected);
  });
});
