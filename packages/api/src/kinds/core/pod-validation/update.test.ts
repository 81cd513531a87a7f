import { describe, expect, it } from 'vitest';
import type { FieldError } from '../../../schema/field-error.ts';
import { Pod } from '../pod.ts';
import type { PodSpec } from '../pod-spec.ts';
import type { PodStatus } from '../pod-status.ts';

const lines = (errors: readonly FieldError[] | undefined): string[] =>
  (errors ?? []).map(({ field, message }) => `${field}: ${message}`);

const head = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', resourceVersion: '7' } };

const web = { name: 'web', image: 'nginx:1', command: ['a'] };

const onlyThese =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';

const change = (spec: Partial<PodSpec>, old: Partial<PodSpec> = {}): string[] =>
  lines(
    Pod.validateUpdate?.(
      { ...head, spec: { containers: [web], ...spec } },
      { ...head, spec: { containers: [web], ...old } },
    ),
  );

const cases: Record<string, [spec: Partial<PodSpec>, old: Partial<PodSpec>, ...expected: string[]]> = {
  'nothing changes': [{}, {}],
  'another image': [{ containers: [{ ...web, image: 'nginx:2' }] }, {}],
  'another command': [
    { containers: [{ ...web, command: ['b'] }] },
    {},
    `${onlyThese}  spec.containers[0].command[0]: "a" -> "b"\n`,
  ],
  'a name and a node': [
    { hostname: 'h', nodeName: 'n' },
    { hostname: 'g' },
    `${onlyThese}  spec.hostname: "g" -> "h"\n  spec.nodeName: unset -> "n"\n`,
  ],
  'one container more': [
    { containers: [web, web] },
    {},
    'spec.containers: Forbidden: pod updates may not add or remove containers',
  ],
  'an empty list is no list': [{ volumes: [] }, {}],
  'a deadline': [{ activeDeadlineSeconds: 5 }, {}],
  'the same deadline': [{ activeDeadlineSeconds: 5 }, { activeDeadlineSeconds: 5 }],
  'a later deadline': [
    { activeDeadlineSeconds: 6 },
    { activeDeadlineSeconds: 5 },
    'spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value',
  ],
  'no deadline any more': [
    {},
    { activeDeadlineSeconds: 5 },
    'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
  ],
  'one toleration more': [
    { tolerations: [{ operator: 'Exists', key: 'a' }, { operator: 'Exists' }] },
    { tolerations: [{ operator: 'Exists' }] },
  ],
  'a toleration for longer': [
    { tolerations: [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 }] },
    { tolerations: [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }] },
  ],
  'a toleration taken away': [
    {},
    { tolerations: [{ operator: 'Exists' }] },
    'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
  ],
  'a negative grace period becomes 1': [{ terminationGracePeriodSeconds: 1 }, { terminationGracePeriodSeconds: -1 }],
  'another grace period': [
    { terminationGracePeriodSeconds: 1 },
    { terminationGracePeriodSeconds: 2 },
    `${onlyThese}  spec.terminationGracePeriodSeconds: 2 -> 1\n`,
  ],
  'a gate removed': [{}, { schedulingGates: [{ name: 'g' }] }],
  'a gate added': [
    { schedulingGates: [{ name: 'g' }] },
    {},
    "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'",
  ],
  'a narrower selector behind a gate': [
    { schedulingGates: [{ name: 'g' }], nodeSelector: { a: 'b', c: 'd' } },
    { schedulingGates: [{ name: 'g' }], nodeSelector: { a: 'b' } },
  ],
};

describe('a change of a pod', () => {
  it.each(Object.entries(cases))('%s', (_, [spec, old, ...expected]) => {
    expect(change(spec, old)).toEqual(expected);
  });

  it('shows the first twenty differences', () => {
    const env = (value: string) => Array.from({ length: 25 }, (_, index) => ({ name: `V${index}`, value }));
    const [message] = change({ containers: [{ ...web, env: env('b') }] }, { containers: [{ ...web, env: env('a') }] });
    expect(message?.split('\n').slice(-3)).toEqual([
      '  spec.containers[0].env[19].value: "a" -> "b"',
      '  and 5 more',
      '',
    ]);
  });
});

const started = (exitCode: number): PodStatus => ({
  qosClass: 'BestEffort',
  containerStatuses: [
    { name: 'web', image: 'i', imageID: '', ready: false, restartCount: 0, state: { terminated: { exitCode } } },
  ],
});

const running: PodStatus = {
  qosClass: 'BestEffort',
  containerStatuses: [{ name: 'web', image: 'i', imageID: '', ready: true, restartCount: 1, state: { running: {} } }],
};

const revived = 'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state';

const statusCases: Record<string, [policy: string, status: PodStatus, old: PodStatus, ...expected: string[]]> = {
  'restarted by policy': ['Always', running, started(0)],
  'restarted after a failure': ['OnFailure', running, started(1)],
  'restarted after success': ['OnFailure', running, started(0), revived],
  'restarted against policy': ['Never', running, started(1), revived],
  'another class': [
    'Always',
    { qosClass: 'Burstable' },
    { qosClass: 'BestEffort' },
    'status.qosClass: Invalid value: "Burstable": field is immutable',
  ],
  'two addresses of a family': [
    'Always',
    { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
    {},
    'status.podIPs: Invalid value: [{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}]: may specify no more than one IP for each IP family',
  ],
  'an address of each family': ['Always', { podIPs: [{ ip: '10.0.0.1' }, { ip: '2001:db8::1' }] }, {}],
  'no address': [
    'Always',
    { podIPs: [{ ip: 'x' }] },
    {},
    'status.podIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
  "host address that is not the node's": [
    'Always',
    { hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.2' }] },
    {},
    'status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`',
  ],
};

describe("a change of a pod's status", () => {
  it('lets a sidecar start again whatever the policy', () => {
    const spec = {
      containers: [web],
      initContainers: [{ name: 'side', restartPolicy: 'Always' }],
      restartPolicy: 'Never',
    };
    const side = { name: 'side', image: 'i', imageID: '', ready: true, restartCount: 1 };
    const status = { initContainerStatuses: [{ ...side, state: { running: {} } }] };
    const old = { initContainerStatuses: [{ ...side, state: { terminated: { exitCode: 1 } } }] };
    expect(lines(Pod.validateStatusUpdate?.({ ...head, spec, status }, { ...head, spec, status: old }))).toEqual([]);
  });

  it.each(Object.entries(statusCases))('%s', (_, [restartPolicy, status, old, ...expected]) => {
    const spec = { containers: [web], restartPolicy };
    expect(lines(Pod.validateStatusUpdate?.({ ...head, spec, status }, { ...head, spec, status: old }))).toEqual(
      expected,
    );
  });
});
