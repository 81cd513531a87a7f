// get in every output, with every kind of selection.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, lease, node, pod, secret, serviceAccount } from './manifests.ts';
import { cells, inNamespace, uniqueName } from './namespace.ts';

const age = expect.stringMatching(/^\d+[smhd]/);
const list = (items: object[]) => ({ apiVersion: 'v1', kind: 'List', items });

describe.each(versions)('kubectl %s get', (version) => {
  const k = inNamespace(version);

  test('tables of each kind', async () => {
    const labels = { app: 'web' };
    await k.create(
      list([
        configMap('a', { x: '1', y: '2' }),
        secret('b', { x: '1' }),
        serviceAccount('c'),
        lease('d', 'me'),
        pod('e', {}, labels),
      ]),
    );
    const table = async (kind: string) => cells(await k.ok(`get ${kind}`));
    expect(await table('configmaps')).toEqual([
      ['NAME', 'DATA', 'AGE'],
      ['a', '2', age],
    ]);
    expect(await table('secrets')).toEqual([
      ['NAME', 'TYPE', 'DATA', 'AGE'],
      ['b', 'Opaque', '1', age],
    ]);
    expect(await table('sa')).toEqual([
      ['NAME', 'SECRETS', 'AGE'],
      ['c', '0', age],
    ]);
    expect(await table('leases')).toEqual([
      ['NAME', 'HOLDER', 'AGE'],
      ['d', 'me', age],
    ]);
    expect(await table('po')).toEqual([
      ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
      ['e', '0/1', 'Pending', '0', age],
    ]);
    expect(await table(`ns ${k.namespace}`)).toEqual([
      ['NAME', 'STATUS', 'AGE'],
      [k.namespace, 'Active', age],
    ]);
    expect(await k.ok('get all -o name')).toBe('pod/e\n');
    expect(await k.run('get events')).toEqual({
      code: 0,
      stdout: '',
      stderr: `No resources found in ${k.namespace} namespace.\n`,
    });
  });

  test('-o wide, --show-labels, -L, --no-headers', async () => {
    await k.create(pod('p', {}, { app: 'web', tier: 'front' }));
    expect(cells(await k.ok('get pods -o wide'))).toEqual([
      ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
      ['p', '0/1', 'Pending', '0', age, '<none>', '<none>', '<none>', '<none>'],
    ]);
    expect(cells(await k.ok('get pod p --show-labels'))).toEqual([
      ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'LABELS'],
      ['p', '0/1', 'Pending', '0', age, 'app=web,tier=front'],
    ]);
    expect(cells(await k.ok('get pods -L app,tier,none --no-headers'))).toEqual([
      ['p', '0/1', 'Pending', '0', age, 'web', 'front'],
    ]);
  });

  test('nodes: roles, what they report, cordon', async () => {
    const name = uniqueName('n');
    await k.create({
      ...node(name, { labels: { 'node-role.kubernetes.io/control-plane': '' } }),
      spec: { unschedulable: true },
    });
    const status = {
      addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' }],
      nodeInfo: {
        kubeletVersion: 'v1.36.0-gantry',
        osImage: 'Debian 12',
        kernelVersion: '6.18.0',
        containerRuntimeVersion: 'gantry://0.1.0',
      },
    };
    await k.ok(['patch', 'node', name, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status })]);
    expect(cells(await k.ok(`get node ${name} -o wide`))).toEqual([
      'NAME,STATUS,ROLES,AGE,VERSION,INTERNAL-IP,EXTERNAL-IP,OS-IMAGE,KERNEL-VERSION,CONTAINER-RUNTIME'.split(','),
      [
        name,
        'Ready,SchedulingDisabled',
        'control-plane',
        age,
        'v1.36.0-gantry',
        '10.0.0.7',
        '<none>',
        'Debian 12',
        '6.18.0',
        'gantry://0.1.0',
      ],
    ]);
    await k.ok(`delete node ${name}`);
  });

  test('-o yaml, json and name', async () => {
    await k.create(configMap('a', { text: 'yes' }));
    const { metadata } = await k.read('configmap a');
    expect(await k.ok('get configmap a -o yaml')).toBe(
      `apiVersion: v1\ndata:\n  text: "yes"\nkind: ConfigMap\nmetadata:\n  creationTimestamp: "${metadata.creationTimestamp}"\n  name: a\n  namespace: ${k.namespace}\n  resourceVersion: "${metadata.resourceVersion}"\n  uid: ${metadata.uid}\n`,
    );
    expect(await k.ok('get configmap/a secret/none --ignore-not-found -o name')).toBe('configmap/a\n');
    await k.create(configMap('b'));
    expect(await k.ok('get configmaps -o name')).toBe('configmap/a\nconfigmap/b\n');
    const listed = await k.read('configmaps');
    expect(listed).toMatchObject({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ kind: 'ConfigMap' }, { apiVersion: 'v1' }],
    });
  });

  test('jsonpath, go-template and custom columns', async () => {
    await k.create(list([configMap('a', { n: '1' }), configMap('b', { n: '2' })]));
    expect(await k.ok(['get', 'cm', '-o', 'jsonpath={range .items[*]}{.metadata.name}={.data.n};{end}'])).toBe(
      'a=1;b=2;',
    );
    expect(await k.ok(['get', 'cm', 'a', '-o', 'go-template={{.metadata.name}} {{index .data "n"}}'])).toBe('a 1');
    expect(cells(await k.ok('get cm -o custom-columns=NAME:.metadata.name,N:.data.n,NONE:.data.none'))).toEqual([
      ['NAME', 'N', 'NONE'],
      ['a', '1', '<none>'],
      ['b', '2', '<none>'],
    ]);
  });

  test('--sort-by', async () => {
    await k.create(list([configMap('a', { n: '3' }), configMap('b', { n: '1' }), configMap('c', { n: '2' })]));
    const names = cells(await k.ok('get cm --sort-by=.data.n --no-headers')).map(([name]) => name);
    expect(names).toEqual(['b', 'c', 'a']);
    expect(await k.ok('get cm --sort-by=.data.n -o name')).toBe('configmap/b\nconfigmap/c\nconfigmap/a\n');
  });

  test('-l: equal, unequal, sets, presence', async () => {
    const labelled = (name: string, labels: Record<string, string>) => configMap(name, {}, { labels });
    await k.create(list([labelled('a', { env: 'dev', app: 'x' }), labelled('b', { env: 'prod' }), labelled('c', {})]));
    const names = async (selector: string) => (await k.ok(['get', 'cm', '-o', 'name', '-l', selector])).split('\n');
    expect(await names('env=dev')).toEqual(['configmap/a', '']);
    expect(await names('env!=dev')).toEqual(['configmap/b', 'configmap/c', '']);
    expect(await names('env in (dev,prod),!app')).toEqual(['configmap/b', '']);
    expect(await names('env notin (dev)')).toEqual(['configmap/b', 'configmap/c', '']);
    expect(await names('env')).toEqual(['configmap/a', 'configmap/b', '']);
    expect(await names('env==dev,app=y')).toEqual(['']);
  });

  test('--field-selector', async () => {
    await k.create(list([pod('a', { nodeName: 'here' }), pod('b'), configMap('a'), secret('s')]));
    const names = async (words: string) => await k.ok(`get ${words} -o name`);
    expect(await names('pods --field-selector spec.nodeName=here')).toBe('pod/a\n');
    expect(await names('pods --field-selector spec.nodeName!=here,status.phase=Pending')).toBe('pod/b\n');
    expect(await names('pods --field-selector status.phase!=Pending')).toBe('');
    expect(await names('cm --field-selector metadata.name=a')).toBe('configmap/a\n');
    expect(await names('secrets --field-selector type=Opaque')).toBe('secret/s\n');
    expect(await k.fails('get cm --field-selector data.x=1')).toBe(
      'Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "", field selector "data.x=1": "data.x" is not a known field selector: only "metadata.name", "metadata.namespace"\n',
    );
  });

  test('-A shows the namespace', async () => {
    await k.create(configMap('everywhere', {}, { labels: { only: k.namespace } }));
    expect(cells(await k.ok(`get cm -A -l only=${k.namespace}`))).toEqual([
      ['NAMESPACE', 'NAME', 'DATA', 'AGE'],
      [k.namespace, 'everywhere', '0', age],
    ]);
  });

  test('several kinds and names at once', async () => {
    await k.create(list([configMap('a'), secret('a')]));
    expect(cells(await k.ok('get cm,secret'))).toEqual([
      ['NAME', 'DATA', 'AGE'],
      ['configmap/a', '0', age],
      [''],
      ['NAME', 'TYPE', 'DATA', 'AGE'],
      ['secret/a', 'Opaque', '0', age],
    ]);
    const { code, stdout, stderr } = await k.run('get cm a b -o name');
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: 'configmap/a\n',
      stderr: 'Error from server (NotFound): configmaps "b" not found\n',
    });
  });

  test('lists longer than a chunk are whole', async () => {
    await k.create(list(Array.from({ length: 7 }, (_, index) => configMap(`many-${index}`))));
    expect((await k.ok('get cm -o name --chunk-size=3')).trim().split('\n')).toHaveLength(7);
    expect(cells(await k.ok('get cm --chunk-size=2 --no-headers')).map(([name]) => name)).toEqual(
      Array.from({ length: 7 }, (_, index) => `many-${index}`),
    );
  });
});
