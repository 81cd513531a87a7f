// Expected texts are Kubernetes' own, taken from pkg/apis/core/validation/validation.go, not from a run of this code.
import { describe, expect, it } from 'vitest';
import { type Case, container, type Json, pod, problems, web } from './testing/new-pod.ts';

const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

const volumes = (...list: Json[]): Json => pod({ volumes: list });

const cases: Record<string, Case> = {
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
