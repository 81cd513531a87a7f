// The life of a namespace: its label, its end with what is in it, and what keeps it.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, pod, secret } from './manifests.ts';
import { inNamespace } from './namespace.ts';

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

describe.each(versions)('kubectl %s namespaces', (version) => {
  const k = inNamespace(version);

  test('a new namespace is active and labelled with its name', async () => {
    const { metadata, spec, status } = await k.read(`namespace ${k.namespace}`);
    expect({ labels: metadata.labels, spec, status }).toEqual({
      labels: { 'kubernetes.io/metadata.name': k.namespace },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  test('delete takes everything in it along', async () => {
    await k.create(configMap('a'));
    await k.create(secret('s'));
    await k.create(pod('p'));
    expect(await k.ok(`delete namespace ${k.namespace}`)).toBe(`namespace "${k.namespace}" deleted\n`);
    expect(await k.fails(`get namespace ${k.namespace}`)).toBe(
      `Error from server (NotFound): namespaces "${k.namespace}" not found\n`,
    );
    expect(await k.ok('get configmaps,secrets,pods -o name')).toBe('');
  });

  test('what a finalizer holds keeps it, and says so', async () => {
    await k.create(configMap('held', {}, { finalizers: ['example.com/hold'] }));
    await k.create(configMap('free'));
    await k.ok(`delete namespace ${k.namespace} --wait=false`);
    const ending = ['wait', `namespace/${k.namespace}`, '--timeout=30s'];
    await k.ok([...ending, '--for=condition=NamespaceFinalizersRemaining']);
    const { metadata, status } = await k.read(`namespace ${k.namespace}`);
    expect(metadata.deletionTimestamp).toMatch(/Z$/);
    expect(status.phase).toBe('Terminating');
    expect(await k.ok(`get namespace ${k.namespace} --no-headers`)).toMatch(/ +Terminating +\d+s\n$/);
    const known = new Map(status.conditions.map((condition: Condition) => [condition.type, condition]));
    expect(known.get('NamespaceFinalizersRemaining')).toMatchObject({
      status: 'True',
      reason: 'SomeFinalizersRemain',
      message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
    expect(known.get('NamespaceContentRemaining')).toMatchObject({
      status: 'True',
      reason: 'SomeResourcesRemain',
      message: 'Some resources are remaining: configmaps. has 1 resource instances',
    });
    expect(await k.ok('get configmaps -o name')).toBe('configmap/held\n');

    const input = JSON.stringify(configMap('late'));
    expect(await k.fails('create -f -', { input })).toBe(
      `Error from server (Forbidden): error when creating "STDIN": configmaps "late" is forbidden: unable to create new content in namespace ${k.namespace} because it is being terminated\n`,
    );
    await k.ok(['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    await k.ok([...ending, '--for=delete']);
  });

  test('the namespaces of the system stay', async () => {
    for (const name of ['default', 'kube-system', 'kube-public']) {
      // A line before it warns that the object is of no namespace.
      expect(await k.fails(`delete namespace ${name}`)).toMatch(
        new RegExp(
          `^Error from server \\(Forbidden\\): namespaces "${name}" is forbidden: this namespace may not be deleted$`,
          'm',
        ),
      );
    }
  });
});
