import { describe, expect, it } from 'vitest';
import { decode } from '../../schema/decode.ts';
import { applyDefaults } from '../../schema/defaulting.ts';
import type { KindDefinition } from '../define-kind.ts';
import { Pod } from './pod.ts';
import { pullPolicyFor } from './pod-defaults.ts';
import type { PodSpec } from './pod-spec.ts';
import type { PodStatus } from './pod-status.ts';

type Json = Record<string, unknown>;

const head = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
const kind: KindDefinition = Pod;

function created(spec: Json): unknown {
  const { value } = decode(kind.shape, { ...head, spec, status: { phase: 'Running', podIP: '1.1.1.1' } }, 'Pod');
  const pod = { ...head, ...applyDefaults(kind.shape, value) };
  return kind.prepareForCreate?.(pod);
}

// What a pod of Kubernetes has after `kubectl create` of the smallest manifest, without what admission adds.
const specDefaults = {
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};
const containerDefaults = {
  imagePullPolicy: 'IfNotPresent',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};
const web = { name: 'web', image: 'nginx:1' };
const asking = (cpu: string) => ({ ...web, resources: { requests: { cpu } } });

describe('a new pod', () => {
  it('gets defaults, and a status of its own', () => {
    expect(created({ containers: [web] })).toEqual({
      ...head,
      spec: { ...specDefaults, containers: [{ ...containerDefaults, ...web }] },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });

  const container: Record<string, [given: Json, made: Json]> = {
    'probes and ports': [
      {
        livenessProbe: { httpGet: { port: 80 }, periodSeconds: 0 },
        readinessProbe: { grpc: { port: 80 } },
        ports: [{ containerPort: 80 }],
      },
      {
        livenessProbe: {
          httpGet: { port: 80, path: '/', scheme: 'HTTP' },
          failureThreshold: 3,
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 1,
        },
        readinessProbe: {
          grpc: { port: 80, service: '' },
          failureThreshold: 3,
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 1,
        },
        ports: [{ containerPort: 80, protocol: 'TCP' }],
      },
    ],
    'requests from limits': [
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } } },
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } } },
    ],
    'fields read downward': [
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }] },
    ],
  };

  it.each(Object.entries(container))('gets defaults for %s', (_, [given, made]) => {
    expect(created({ containers: [{ ...web, ...given }] })).toMatchObject({
      spec: { containers: [{ ...containerDefaults, ...web, ...made }] },
    });
  });

  const volumes: Record<string, [given: Json, made: Json]> = {
    nothing: [{}, { emptyDir: {} }],
    configMap: [{ configMap: { name: 'c' } }, { configMap: { name: 'c', defaultMode: 420 } }],
    secret: [{ secret: { secretName: 's' } }, { secret: { secretName: 's', defaultMode: 420 } }],
    hostPath: [{ hostPath: { path: '/a' } }, { hostPath: { path: '/a', type: '' } }],
    image: [{ image: { reference: 'a' } }, { image: { reference: 'a', pullPolicy: 'Always' } }],
    projected: [
      { projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      { projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }] } },
    ],
  };

  it.each(Object.entries(volumes))('gets defaults for a volume of %s', (_, [given, made]) => {
    expect(created({ containers: [web], volumes: [{ name: 'v', ...given }] })).toMatchObject({
      spec: { volumes: [{ name: 'v', ...made }] },
    });
  });

  it.each([
    [{ serviceAccount: 'a' }, 'a'],
    [{ serviceAccountName: 'a' }, 'a'],
    [{ serviceAccount: 'b', serviceAccountName: 'a' }, 'a'],
  ])('has one service account under two names: %j', (given, name) => {
    expect(created({ containers: [web], ...given })).toMatchObject({
      spec: { serviceAccount: name, serviceAccountName: name },
    });
  });

  const amounts: Record<string, [given: Json, requests: Json]> = {
    'limits alone': [{ containers: [web] }, { cpu: '4', memory: '4Gi' }],
    'containers side by side': [
      { containers: [asking('1'), { ...asking('2'), name: 'b' }] },
      { cpu: '3', memory: '4Gi' },
    ],
    'an init container that asks for more': [
      { containers: [asking('1')], initContainers: [{ ...asking('3'), name: 'init' }] },
      { cpu: '3', memory: '4Gi' },
    ],
    'an init container beside a sidecar': [
      {
        containers: [asking('1')],
        initContainers: [
          { ...asking('1'), name: 'side', restartPolicy: 'Always' },
          { ...asking('3'), name: 'init' },
        ],
      },
      { cpu: '4', memory: '4Gi' },
    ],
  };

  it.each(Object.entries(amounts))('requests as a whole: %s', (_, [given, requests]) => {
    const limits = { cpu: '4', memory: '4Gi' };
    expect(created({ ...given, resources: { limits } })).toMatchObject({ spec: { resources: { limits, requests } } });
  });

  it("takes the node's ports on the host network", () => {
    const ports = [{ containerPort: 80 }];
    expect(created({ containers: [{ ...web, ports }], hostNetwork: true })).toMatchObject({
      spec: { containers: [{ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] }] },
    });
  });

  it('waits at its gates', () => {
    expect(created({ containers: [web], schedulingGates: [{ name: 'g' }] })).toMatchObject({
      status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    });
  });
});

describe('pullPolicyFor', () => {
  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1', 'IfNotPresent'],
    ['host:5000/nginx', 'Always'],
    ['host:5000/nginx:1', 'IfNotPresent'],
    ['nginx@sha256:abc', 'IfNotPresent'],
    ['nginx:latest@sha256:abc', 'Always'],
    ['', 'IfNotPresent'],
  ])('%s: %s', (image, policy) => {
    expect(pullPolicyFor(image)).toBe(policy);
  });
});

describe('the grace period of a pod', () => {
  const cases: [spec: Partial<PodSpec>, status: PodStatus, expected: number, asked?: number][] = [
    [{ nodeName: 'n' }, {}, 30],
    [{ nodeName: 'n', terminationGracePeriodSeconds: 0 }, {}, 10, 10],
    [{ nodeName: 'n' }, {}, 0, 0],
    [{}, {}, 0, 10],
    [{ nodeName: 'n', terminationGracePeriodSeconds: 5 }, { phase: 'Running' }, 5],
    [{ nodeName: 'n', terminationGracePeriodSeconds: 0 }, {}, 0],
    [{ nodeName: 'n', terminationGracePeriodSeconds: -1 }, {}, 1],
    [{ terminationGracePeriodSeconds: 5 }, {}, 0],
    [{ nodeName: 'n' }, { phase: 'Succeeded' }, 0],
    [{ nodeName: 'n' }, { phase: 'Failed' }, 0],
  ];

  it.each(cases)('%j at %j: %i s', (spec, status, expected, asked) => {
    const pod = { ...head, spec: { containers: [web], ...spec }, status };
    expect(Pod.gracePeriodSeconds?.(pod, asked)).toBe(expected);
  });
});

describe('fields to select pods by', () => {
  it('read as text, empty where absent', () => {
    const pod = { ...head, spec: { containers: [web], nodeName: 'n' }, status: { podIPs: [{ ip: '10.0.0.1' }] } };
    const read = Object.entries(Pod.selectableFields ?? {}).map(([name, field]) => [name, field(pod)]);
    expect(Object.fromEntries(read)).toEqual({
      'spec.hostNetwork': 'false',
      'spec.nodeName': 'n',
      'spec.restartPolicy': '',
      'spec.schedulerName': '',
      'spec.serviceAccountName': '',
      'status.nominatedNodeName': '',
      'status.phase': '',
      'status.podIP': '10.0.0.1',
    });
  });
});
