// describe: kubectl reads several resources and prints what they hold.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, lease, node, pod, secret, serviceAccount } from './manifests.ts';
import { inNamespace, uniqueName } from './namespace.ts';

/** Lines with runs of spaces made one, as `Name: value`. */
const lines = (text: string): string[] => text.split('\n').map((line) => line.replace(/ +/g, ' ').trimEnd());

describe.each(versions)('kubectl %s describe', (version) => {
  const k = inNamespace(version);
  const describeIt = async (words: string) => lines(await k.ok(`describe ${words}`));

  test('pod, with its events', async () => {
    await k.create(
      pod(
        'p',
        {
          containers: [
            {
              name: 'web',
              image: 'registry.example/web:1',
              env: [{ name: 'A', value: '1' }],
              resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
            },
          ],
        },
        { app: 'web' },
      ),
    );
    const { metadata } = await k.read('pod p');
    const time = metadata.creationTimestamp;
    await k.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'p.1' },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'p', namespace: k.namespace, uid: metadata.uid },
      reason: 'FailedScheduling',
      message: 'no nodes available to schedule pods',
      type: 'Warning',
      source: { component: 'default-scheduler' },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    });
    const text = await describeIt('pod p');
    for (const line of [
      'Name: p',
      `Namespace: ${k.namespace}`,
      'Node: <none>',
      'Labels: app=web',
      'Annotations: <none>',
      'Status: Pending',
      'QoS Class: Burstable',
      'Node-Selectors: <none>',
      'Containers:',
      ' web:',
      ' Image: registry.example/web:1',
      ' Port: <none>',
      ' memory: 128Mi',
      ' cpu: 100m',
      ' A: 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text.find((line) => line.includes('FailedScheduling'))).toMatch(
      /^ Warning FailedScheduling \d+s default-scheduler no nodes available to schedule pods$/,
    );
    expect(await k.ok('get events --no-headers')).toMatch(
      /^\d+s +Warning +FailedScheduling +pod\/p +no nodes available to schedule pods\n$/,
    );
    expect(await k.ok('events --for pod/p --no-headers')).toMatch(
      /^\d+s.* +Warning +FailedScheduling +Pod\/p +no nodes/,
    );
  });

  test('node, with its lease and pods', async () => {
    const name = uniqueName('n');
    await k.create(node(name, { labels: { 'node-role.kubernetes.io/worker': '' } }));
    await k.create(pod('on-it', { nodeName: name }));
    await k.ok('create -f - --namespace kube-node-lease', {
      input: JSON.stringify(lease(name, `holder-of-${name}`, 'kube-node-lease')),
    });
    const capacity = { cpu: '2', memory: '4Gi', pods: '110' };
    const body = { status: { capacity, allocatable: capacity, nodeInfo: { kernelVersion: '6.18.0' } } };
    await k.ok(['patch', 'node', name, '--subresource=status', '--type=merge', '-p', JSON.stringify(body)]);
    await k.ok(`taint node ${name} disk=slow:NoSchedule`);
    const text = await describeIt(`node ${name}`);
    for (const line of [
      `Name: ${name}`,
      'Roles: worker',
      'Taints: disk=slow:NoSchedule',
      'Unschedulable: false',
      ` HolderIdentity: holder-of-${name}`,
      ' cpu: 2',
      ' memory: 4Gi',
      ' Kernel Version: 6.18.0',
      'Non-terminated Pods: (1 in total)',
    ]) {
      expect(text).toContain(line);
    }
    expect(text.find((line) => line.includes('on-it'))).toMatch(new RegExp(`^ ${k.namespace} on-it 0 \\(0%\\) `));
    await k.ok('delete pod on-it --force --grace-period=0');
    await k.ok(`delete node ${name}`);
    await k.ok(`delete lease ${name} --namespace kube-node-lease`);
  });

  test('namespace', async () => {
    const text = await describeIt(`namespace ${k.namespace}`);
    expect(text.slice(0, 4)).toEqual([
      `Name: ${k.namespace}`,
      `Labels: kubernetes.io/metadata.name=${k.namespace}`,
      'Annotations: <none>',
      'Status: Active',
    ]);
  });

  test('configmap', async () => {
    await k.create({ ...configMap('a', { 'a.txt': 'one\ntwo' }), binaryData: { bin: 'AAEC' } });
    const text = (await describeIt('configmap a')).filter((line) => line !== '');
    expect(text).toEqual([
      'Name: a',
      `Namespace: ${k.namespace}`,
      'Labels: <none>',
      'Annotations: <none>',
      'Data',
      '====',
      'a.txt:',
      '----',
      'one',
      'two',
      'BinaryData',
      '====',
      'bin: 3 bytes',
      'Events: <none>',
    ]);
  });

  test('secret shows sizes, not values', async () => {
    await k.create(secret('s', { password: 'hunter2' }));
    const text = await describeIt('secret s');
    expect(text).toEqual(expect.arrayContaining(['Type: Opaque', 'password: 7 bytes']));
    expect(text.join('\n')).not.toContain('hunter2');
  });

  test('serviceaccount', async () => {
    await k.create(serviceAccount('robot'));
    expect(await describeIt('serviceaccount robot')).toEqual(
      expect.arrayContaining([
        'Name: robot',
        'Image pull secrets: <none>',
        'Mountable secrets: <none>',
        'Events: <none>',
      ]),
    );
  });

  test('lease, a kind kubectl does not know', async () => {
    await k.create(lease('l', 'me'));
    expect(await describeIt('lease l')).toEqual(
      expect.arrayContaining([
        'API Version: coordination.k8s.io/v1',
        'Kind: Lease',
        'Spec:',
        ' Holder Identity: me',
        ' Lease Duration Seconds: 40',
      ]),
    );
  });

  test('what is not there', async () => {
    expect(await k.fails('describe pod none')).toBe('Error from server (NotFound): pods "none" not found\n');
  });
});
