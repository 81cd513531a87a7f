// Cases after printPod in Kubernetes' pkg/printers/internalversion and what its tests expect of it.
import { describe, expect, it } from 'vitest';
import type { ContainerStatus } from './container-status.ts';
import { podColumns } from './pod-columns.ts';
import type { PodView } from './pod-view.ts';

const now = Date.parse('2026-01-02T00:00:00Z');

const cells = (pod: PodView): Record<string, unknown> =>
  Object.fromEntries(podColumns.map(({ name, cell }) => [name, cell(pod, now)]));

const container = (name: string, status: Partial<ContainerStatus>): ContainerStatus => ({
  name,
  image: 'i',
  imageID: '',
  ready: false,
  restartCount: 0,
  ...status,
});

const up = (name: string) => container(name, { ready: true, started: true, state: { running: {} } });
const waiting = (name: string, reason: string) => container(name, { state: { waiting: { reason } } });
const ended = (name: string, exitCode: number, more: { reason?: string; signal?: number } = {}) =>
  container(name, { state: { terminated: { exitCode, ...more } } });

const one = [{ name: 'a' }];
const two = [{ name: 'a' }, { name: 'b' }];
const sidecar = { name: 'side', restartPolicy: 'Always' };
const initialized = { type: 'Initialized', status: 'True' };
const ready = { type: 'Ready', status: 'True' };

/** A pod with this spec and status; `deleted` gives it a deletion timestamp. */
function pod(spec: PodView['spec'], status: PodView['status'], deleted = false): PodView {
  const metadata = { name: 'web', ...(deleted && { deletionTimestamp: '2026-01-01T00:00:00Z' }) };
  return { metadata, spec, status };
}

const cases: Record<string, [pod: PodView, ready: string, status: string]> = {
  'not looked at yet': [pod({ containers: one }, { phase: 'Pending' }), '0/1', 'Pending'],
  evicted: [pod({ containers: one }, { phase: 'Failed', reason: 'Evicted' }), '0/1', 'Evicted'],
  gated: [
    pod(
      { containers: one },
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    ),
    '0/1',
    'SchedulingGated',
  ],
  running: [pod({ containers: two }, { phase: 'Running', containerStatuses: [up('a'), up('b')] }), '2/2', 'Running'],
  'one container crashes': [
    pod({ containers: two }, { phase: 'Running', containerStatuses: [up('a'), waiting('b', 'CrashLoopBackOff')] }),
    '1/2',
    'CrashLoopBackOff',
  ],
  'the first to complain is shown': [
    pod(
      { containers: two },
      { phase: 'Pending', containerStatuses: [waiting('a', 'ErrImagePull'), waiting('b', 'ContainerCreating')] },
    ),
    '0/2',
    'ErrImagePull',
  ],
  completed: [
    pod(
      { containers: one },
      { phase: 'Succeeded', conditions: [ready], containerStatuses: [ended('a', 0, { reason: 'Completed' })] },
    ),
    '0/1',
    'Completed',
  ],
  'one of two completed, ready': [
    pod(
      { containers: two },
      { phase: 'Running', conditions: [ready], containerStatuses: [ended('a', 0, { reason: 'Completed' }), up('b')] },
    ),
    '1/2',
    'Running',
  ],
  'one of two completed, not ready': [
    pod(
      { containers: two },
      { phase: 'Running', containerStatuses: [ended('a', 0, { reason: 'Completed' }), up('b')] },
    ),
    '1/2',
    'NotReady',
  ],
  'killed by a signal': [
    pod({ containers: one }, { phase: 'Failed', containerStatuses: [ended('a', 137, { signal: 9 })] }),
    '0/1',
    'Signal:9',
  ],
  'failed without a reason': [
    pod({ containers: one }, { phase: 'Failed', containerStatuses: [ended('a', 3)] }),
    '0/1',
    'ExitCode:3',
  ],
  'first init container runs': [
    pod(
      { containers: one, initContainers: two },
      {
        phase: 'Pending',
        initContainerStatuses: [container('a', { state: { running: {} } }), waiting('b', 'PodInitializing')],
      },
    ),
    '0/1',
    'Init:0/2',
  ],
  'second init container waits its turn': [
    pod(
      { containers: one, initContainers: two },
      { phase: 'Pending', initContainerStatuses: [ended('a', 0), waiting('b', 'PodInitializing')] },
    ),
    '0/1',
    'Init:1/2',
  ],
  'init container crashes': [
    pod(
      { containers: one, initContainers: one },
      { phase: 'Pending', initContainerStatuses: [waiting('a', 'CrashLoopBackOff')] },
    ),
    '0/1',
    'Init:CrashLoopBackOff',
  ],
  'init container failed': [
    pod(
      { containers: one, initContainers: one },
      { phase: 'Failed', initContainerStatuses: [ended('a', 1, { reason: 'Error' })] },
    ),
    '0/1',
    'Init:Error',
  ],
  'init container killed': [
    pod(
      { containers: one, initContainers: one },
      { phase: 'Failed', initContainerStatuses: [ended('a', 137, { signal: 9 })] },
    ),
    '0/1',
    'Init:Signal:9',
  ],
  'all init containers done': [
    pod(
      { containers: one, initContainers: one },
      {
        phase: 'Pending',
        conditions: [initialized],
        initContainerStatuses: [ended('a', 0)],
        containerStatuses: [waiting('a', 'PodInitializing')],
      },
    ),
    '0/1',
    'PodInitializing',
  ],
  'a sidecar counts': [
    pod(
      { containers: one, initContainers: [sidecar] },
      { phase: 'Running', initContainerStatuses: [up('side')], containerStatuses: [up('a')] },
    ),
    '2/2',
    'Running',
  ],
  'a sidecar that is not ready': [
    pod(
      { containers: one, initContainers: [sidecar] },
      {
        phase: 'Running',
        initContainerStatuses: [{ ...up('side'), ready: false }],
        containerStatuses: [up('a')],
      },
    ),
    '1/2',
    'Running',
  ],
  'being deleted': [
    pod({ containers: one }, { phase: 'Running', containerStatuses: [up('a')] }, true),
    '1/1',
    'Terminating',
  ],
  'being deleted, over already': [
    pod({ containers: one }, { phase: 'Failed', containerStatuses: [ended('a', 1, { reason: 'Error' })] }, true),
    '0/1',
    'Error',
  ],
  'being deleted, its node lost': [
    pod({ containers: one }, { phase: 'Running', reason: 'NodeLost', containerStatuses: [up('a')] }, true),
    '1/1',
    'Unknown',
  ],
};

describe('READY and STATUS', () => {
  it.each(Object.entries(cases))('%s', (_, [view, expectedReady, status]) => {
    expect(cells(view)).toMatchObject({ Ready: expectedReady, Status: status });
  });
});

const restarted = (name: string, restartCount: number, finishedAt?: string): ContainerStatus => ({
  ...up(name),
  restartCount,
  ...(finishedAt && { lastState: { terminated: { exitCode: 1, finishedAt } } }),
});

describe('RESTARTS', () => {
  it('adds up, with the time since the last one', () => {
    const containerStatuses = [restarted('a', 2, '2026-01-01T23:55:00Z'), restarted('b', 1, '2026-01-01T23:00:00Z')];
    expect(cells(pod({ containers: two }, { containerStatuses })).Restarts).toBe('3 (5m ago)');
  });

  it('is a bare number where no time is known', () => {
    expect(cells(pod({ containers: one }, { containerStatuses: [restarted('a', 2)] })).Restarts).toBe('2');
    expect(cells(pod({ containers: one }, {})).Restarts).toBe('0');
  });

  it('forgets init containers that are done, not sidecars', () => {
    const initContainerStatuses = [{ ...ended('a', 0), restartCount: 4 }, restarted('side', 1, '2026-01-01T23:58:00Z')];
    const view = pod(
      { containers: one, initContainers: [...one, sidecar] },
      { conditions: [initialized], initContainerStatuses, containerStatuses: [restarted('a', 1)] },
    );
    expect(cells(view).Restarts).toBe('2 (2m ago)');
  });
});

describe('the other columns', () => {
  it('stand in the order of kubectl get -o wide', () => {
    expect(podColumns.map(({ name, priority = 0 }) => `${name} ${priority}`)).toEqual([
      'Name 0',
      'Ready 0',
      'Status 0',
      'Restarts 0',
      'Age 0',
      'IP 1',
      'Node 1',
      'Nominated Node 1',
      'Readiness Gates 1',
    ]);
  });

  it('say <none> where there is nothing', () => {
    expect(cells(pod({ containers: one }, {}))).toMatchObject({
      Name: 'web',
      Age: '<unknown>',
      IP: '<none>',
      Node: '<none>',
      'Nominated Node': '<none>',
      'Readiness Gates': '<none>',
    });
  });

  it('say what there is', () => {
    const view: PodView = {
      metadata: { name: 'web', creationTimestamp: '2026-01-01T21:00:00Z' },
      spec: { containers: one, nodeName: 'n', readinessGates: [{ conditionType: 'x' }, { conditionType: 'y' }] },
      status: { podIPs: [{ ip: '10.0.0.1' }], nominatedNodeName: 'm', conditions: [{ type: 'x', status: 'True' }] },
    };
    expect(cells(view)).toMatchObject({
      Age: '3h',
      IP: '10.0.0.1',
      Node: 'n',
      'Nominated Node': 'm',
      'Readiness Gates': '1/2',
    });
  });
});
