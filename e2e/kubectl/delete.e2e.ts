// delete in every cascade, and wait.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, ownedBy, pod, secret } from './manifests.ts';
import { inNamespace } from './namespace.ts';

/** Newer versions name the namespace behind it. */
const deleted = (what: string, namespace: string) => new RegExp(`^${what} deleted( from ${namespace} namespace)?$`);
const list = (items: object[]) => ({ apiVersion: 'v1', kind: 'List', items });
const held = { finalizers: ['example.com/hold'] };

describe.each(versions)('kubectl %s delete', (version) => {
  const k = inNamespace(version);
  const names = async (words: string) => (await k.ok(`get ${words} -o name`)).split('\n').filter((name) => name !== '');
  const release = (words: string) =>
    k.ok(['patch', ...words.split(' '), '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);

  /** An owner, what it owns, and what that owns. */
  async function family(more: object = {}): Promise<void> {
    await k.create(configMap('owner'));
    await k.create(configMap('child', {}, ownedBy(await k.read('configmap owner'), more)));
    await k.create(secretOwned(await k.read('configmap child')));
  }
  const secretOwned = (owner: { metadata: { name: string; uid: string } }) => {
    const made = secret('grandchild');
    return { ...made, metadata: { ...made.metadata, ...ownedBy(owner) } };
  };

  test('by name, and what is not there', async () => {
    await k.create(list([configMap('a'), configMap('b')]));
    const lines = (await k.ok('delete configmap a b')).trim().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(deleted('configmap "a"', k.namespace)),
      expect.stringMatching(deleted('configmap "b"', k.namespace)),
    ]);
    expect(await k.fails('delete configmap a')).toBe('Error from server (NotFound): configmaps "a" not found\n');
    expect(await k.ok('delete configmap a --ignore-not-found')).toBe('');
  });

  test('by label, by field, and --all', async () => {
    const labelled = (name: string, app: string) => configMap(name, {}, { labels: { app } });
    await k.create(list([labelled('a', 'x'), labelled('b', 'y'), labelled('c', 'y'), labelled('d', 'z'), secret('s')]));
    await k.ok('delete configmaps -l app=y');
    expect(await names('configmaps')).toEqual(['configmap/a', 'configmap/d']);
    await k.ok('delete configmaps --field-selector metadata.name=d');
    expect(await names('configmaps')).toEqual(['configmap/a']);
    await k.ok('delete configmaps --all');
    expect(await names('configmaps,secrets')).toEqual(['secret/s']);
    expect(await k.run('delete configmaps --all')).toMatchObject({ code: 0, stdout: 'No resources found\n' });
  });

  test('from a manifest, as names', async () => {
    await k.create(list([configMap('a'), secret('a')]));
    const input = JSON.stringify(list([configMap('a'), secret('a')]));
    expect(await k.ok('delete -f - -o name', { input })).toBe('configmap/a\nsecret/a\n');
  });

  test('--dry-run=server deletes nothing', async () => {
    await k.create(configMap('a'));
    expect(await k.ok('delete configmap a --dry-run=server')).toContain('configmap "a" deleted');
    expect(await names('configmaps')).toEqual(['configmap/a']);
  });

  test('in the background: owned objects follow', async () => {
    await family();
    await k.ok('delete configmap owner --cascade=background');
    await k.ok('wait --for=delete configmap/child secret/grandchild --timeout=30s');
    expect(await names('configmaps,secrets')).toEqual([]);
  });

  test('in the foreground: owned objects go first', async () => {
    await family({ blockOwnerDeletion: true });
    await k.ok('delete configmap owner --cascade=foreground');
    expect(await names('configmaps')).toEqual([]);
    await k.ok('wait --for=delete secret/grandchild --timeout=30s');
  });

  test('in the foreground: the owner waits for a child that is held', async () => {
    await k.create(configMap('owner'));
    const owned = ownedBy(await k.read('configmap owner'), { blockOwnerDeletion: true });
    await k.create(configMap('child', {}, { ...owned, ...held }));
    await k.ok('delete configmap owner --cascade=foreground --wait=false');
    await k.ok('wait configmap/child --for=jsonpath={.metadata.deletionGracePeriodSeconds}=0 --timeout=30s');
    const { metadata } = await k.read('configmap owner');
    expect(metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(metadata.deletionTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    await release('configmap child');
    await k.ok('wait --for=delete configmap/owner --timeout=30s');
  });

  test('as orphans: owned objects stay, without their owner', async () => {
    await family();
    await k.ok('delete configmap owner --cascade=orphan');
    expect((await k.read('configmap child')).metadata.ownerReferences).toBe(undefined);
    expect(await names('configmaps,secrets')).toEqual(['configmap/child', 'secret/grandchild']);
  });

  test('one of two owners goes: the object stays', async () => {
    await k.create(list([configMap('one'), configMap('two'), configMap('marker')]));
    const [one, two, marker] = await Promise.all([
      k.read('configmap one'),
      k.read('configmap two'),
      k.read('configmap marker'),
    ]);
    const references = [...ownedBy(one).ownerReferences, ...ownedBy(two).ownerReferences];
    await k.create(configMap('child', {}, { ownerReferences: references }));
    await k.create(configMap('follower', {}, ownedBy(marker)));
    await k.ok('delete configmap one');
    await k.ok('delete configmap marker');
    await k.ok('wait --for=delete configmap/follower --timeout=30s');
    expect(await names('configmaps')).toEqual(['configmap/child', 'configmap/two']);
    await k.ok('delete configmap two');
    await k.ok('wait --for=delete configmap/child --timeout=30s');
  });

  test('a finalizer keeps the object until it is taken off', async () => {
    await k.create(configMap('a', {}, held));
    await k.ok('delete configmap a --wait=false');
    const { metadata } = await k.read('configmap a');
    expect(metadata).toMatchObject({ finalizers: ['example.com/hold'], deletionGracePeriodSeconds: 0 });
    const input = JSON.stringify(configMap('a'));
    expect(await k.fails('create -f -', { input })).toContain('object is being deleted: configmaps "a" already exists');
    expect(
      await k.fails([
        'patch',
        'configmap',
        'a',
        '--type=merge',
        '-p',
        '{"metadata":{"finalizers":["example.com/hold","example.com/more"]}}',
      ]),
    ).toContain('metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted');
    await release('configmap a');
    expect(await names('configmaps')).toEqual([]);
  });

  test('a pod on a node ends gracefully, or at once by force', async () => {
    await k.create(
      list([
        pod('a', { nodeName: 'somewhere' }),
        pod('b', { nodeName: 'somewhere', terminationGracePeriodSeconds: 7 }),
      ]),
    );
    await k.ok('delete pod a b --wait=false');
    expect((await k.read('pod a')).metadata.deletionGracePeriodSeconds).toBe(30);
    expect((await k.read('pod b')).metadata.deletionGracePeriodSeconds).toBe(7);
    expect(await k.ok('get pods --no-headers')).toMatch(/^a +0\/1 +Terminating +0 .*\nb +0\/1 +Terminating /);
    await k.ok('delete pod a --grace-period=5 --wait=false');
    expect((await k.read('pod a')).metadata.deletionGracePeriodSeconds).toBe(5);
    const { code, stdout, stderr } = await k.run('delete pod a b --grace-period=0 --force');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    });
    expect(stdout).toMatch(/^pod "a" force deleted.*\npod "b" force deleted.*\n$/);
    expect(await names('pods')).toEqual([]);
  });

  test('a pod on no node goes at once', async () => {
    await k.create(pod('a'));
    await k.ok('delete pod a');
    expect(await names('pods')).toEqual([]);
  });

  test('waits until the object is gone', async () => {
    await k.create(configMap('a', {}, held));
    const waiting = k.ok('delete configmap a');
    await k.ok('wait configmap/a --for=jsonpath={.metadata.deletionGracePeriodSeconds}=0 --timeout=30s');
    await release('configmap a');
    expect(await waiting).toMatch(/^configmap "a" deleted/);
  });
});

describe.each(versions)('kubectl %s wait', (version) => {
  const k = inNamespace(version);
  const status = (body: object) =>
    k.ok(['patch', 'pod', 'p', '--subresource=status', '-p', JSON.stringify({ status: body })]);

  test('for a condition', async () => {
    await k.create(pod('p'));
    const waiting = k.ok('wait pod/p --for=condition=Ready --timeout=30s');
    await status({ conditions: [{ type: 'Ready', status: 'False' }] });
    await status({ conditions: [{ type: 'Ready', status: 'True' }] });
    expect(await waiting).toBe('pod/p condition met\n');
    expect(await k.ok('wait pods --all --for=condition=Ready=true --timeout=30s')).toBe('pod/p condition met\n');
  });

  test('for a value at a path', async () => {
    await k.create(pod('p'));
    const waiting = k.ok('wait pod/p --for=jsonpath={.status.phase}=Running --timeout=30s');
    await status({ phase: 'Running' });
    expect(await waiting).toBe('pod/p condition met\n');
  });

  test('for deletion', async () => {
    await k.create(configMap('a', {}, held));
    await k.ok('delete configmap a --wait=false');
    const waiting = k.ok('wait --for=delete configmap/a --timeout=30s');
    await k.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    // Nothing is printed when the object is gone before kubectl looks.
    expect(await waiting).toMatch(/^(configmap\/a condition met\n)?$/);
    expect(await k.fails('get configmap a')).toContain('not found');
  });

  test('no longer than the timeout', async () => {
    await k.create(pod('p'));
    expect(await k.fails('wait pod/p --for=condition=Ready --timeout=200ms')).toBe(
      'error: timed out waiting for the condition on pods/p\n',
    );
    expect(await k.fails('wait pod/none --for=condition=Ready --timeout=1s')).toBe(
      'Error from server (NotFound): pods "none" not found\n',
    );
  });
});
