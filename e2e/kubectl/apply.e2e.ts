// apply, client-side and server-side, and diff.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, pod } from './manifests.ts';
import { inNamespace, textOf } from './namespace.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

describe.each(versions)('kubectl %s apply', (version) => {
  const k = inNamespace(version);
  const apply = (manifest: object, words = '') =>
    k.ok(`apply -f -${words === '' ? '' : ` ${words}`}`, { input: textOf(manifest) });
  const managers = async (words: string) =>
    JSON.parse(await k.ok(`get ${words} -o json --show-managed-fields`)).metadata.managedFields.map(
      ({ manager, operation }: { manager: string; operation: string }) => `${manager} ${operation}`,
    );

  test('creates, leaves unchanged, changes', async () => {
    expect(await apply(configMap('a', { x: '1' }))).toBe('configmap/a created\n');
    const { metadata } = await k.read('configmap a');
    expect(metadata.annotations).toEqual({
      [lastApplied]: `{"apiVersion":"v1","data":{"x":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a","namespace":"${k.namespace}"}}\n`,
    });
    expect(await apply(configMap('a', { x: '1' }))).toBe('configmap/a unchanged\n');
    expect((await k.read('configmap a')).metadata.resourceVersion).toBe(metadata.resourceVersion);
    expect(await apply(configMap('a', { x: '2' }))).toBe('configmap/a configured\n');
    expect((await k.read('configmap a')).data).toEqual({ x: '2' });
    expect(await managers('configmap a')).toEqual(['kubectl-client-side-apply Update']);
  });

  test('takes away what is no longer in the manifest, and only that', async () => {
    await apply(configMap('a', { mine: '1', gone: '1' }, { labels: { mine: '1', gone: '1' } }));
    await k.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"data":{"theirs":"1"}}']);
    expect(await apply(configMap('a', { mine: '1' }, { labels: { mine: '1' } }))).toBe('configmap/a configured\n');
    const { data, metadata } = await k.read('configmap a');
    expect(data).toEqual({ mine: '1', theirs: '1' });
    expect(metadata.labels).toEqual({ mine: '1' });
  });

  test('merges lists of a pod by their keys', async () => {
    const containers = (image: string) => ({ containers: [{ name: 'web', image }] });
    await apply(pod('p', containers('registry.example/web:1')));
    await k.ok(['patch', 'pod', 'p', '-p', '{"spec":{"tolerations":[{"key":"k","operator":"Exists"}]}}']);
    expect(await apply(pod('p', containers('registry.example/web:2')))).toBe('pod/p configured\n');
    const { spec } = await k.read('pod p');
    expect(spec.containers).toMatchObject([
      { name: 'web', image: 'registry.example/web:2', imagePullPolicy: 'IfNotPresent' },
    ]);
    expect(spec.tolerations).toEqual(expect.arrayContaining([{ key: 'k', operator: 'Exists' }]));
  });

  test('of an object made by create warns and adopts it', async () => {
    await k.create(configMap('a', { x: '1' }));
    const { stdout, stderr } = await k.run('apply -f -', { input: textOf(configMap('a', { x: '2' })) });
    expect(stdout).toBe('configmap/a configured\n');
    expect(stderr).toBe(
      `Warning: resource configmaps/a is missing the ${lastApplied} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  });

  test('--prune removes what is gone from the set', async () => {
    const set = (...names: string[]) => ({
      apiVersion: 'v1',
      kind: 'List',
      items: names.map((name) => configMap(name, { x: '1' }, { labels: { set: 's' } })),
    });
    const words = '-l set=s --prune --prune-allowlist=core/v1/ConfigMap';
    expect(await apply(set('a', 'b'), words)).toBe('configmap/a created\nconfigmap/b created\n');
    expect(await apply(set('a'), words)).toMatch(/^configmap\/a unchanged\nconfigmap\/b pruned/);
    expect(await k.ok('get cm -o name')).toBe('configmap/a\n');
  });

  test('--dry-run=server changes nothing', async () => {
    await apply(configMap('a', { x: '1' }));
    const before = await k.read('configmap a');
    expect(await apply(configMap('a', { x: '2' }), '--dry-run=server')).toBe(
      'configmap/a configured (server dry run)\n',
    );
    expect(await k.read('configmap a')).toEqual(before);
  });

  test('set-last-applied, view-last-applied', async () => {
    await apply(configMap('a', { x: '1' }));
    expect(await k.ok('apply view-last-applied configmap a')).toMatch(/^apiVersion: v1\ndata:\n {2}x: "1"\n/);
    await k.ok('apply set-last-applied -f -', {
      input: textOf(configMap('a', { x: '9' }, { namespace: k.namespace })),
    });
    expect(await k.ok('apply view-last-applied configmap a')).toMatch(/^apiVersion: v1\ndata:\n {2}x: "9"\n/);
  });

  test('--server-side creates, owns its fields, removes them', async () => {
    expect(await apply(configMap('a', { x: '1', y: '1' }), '--server-side')).toBe('configmap/a serverside-applied\n');
    expect(await managers('configmap a')).toEqual(['kubectl Apply']);
    expect(await apply(configMap('a', { x: '1' }), '--server-side')).toBe('configmap/a serverside-applied\n');
    const { data, metadata } = await k.read('configmap a');
    expect({ data, annotations: metadata.annotations }).toEqual({ data: { x: '1' }, annotations: undefined });
  });

  test('--server-side: another manager conflicts until it is forced', async () => {
    await apply(configMap('a', { x: '1', y: '1' }), '--server-side --field-manager=first');
    const input = textOf(configMap('a', { x: '2' }));
    const stderr = await k.fails('apply -f - --server-side --field-manager=second', { input });
    expect(stderr).toMatch(/^error: Apply failed with 1 conflict: conflict with "first": \.data\.x\n/);
    expect(stderr).toContain('with the `--force-conflicts` flag');
    expect((await k.read('configmap a')).data).toEqual({ x: '1', y: '1' });
    expect(await k.ok('apply -f - --server-side --field-manager=second --force-conflicts', { input })).toBe(
      'configmap/a serverside-applied\n',
    );
    expect((await k.read('configmap a')).data).toEqual({ x: '2', y: '1' });
    expect(await managers('configmap a')).toEqual(['first Apply', 'second Apply']);
    await apply(configMap('a', {}), '--server-side --field-manager=first');
    expect((await k.read('configmap a')).data).toEqual({ x: '2' });
  });

  test('--server-side: several conflicts are listed by manager', async () => {
    await apply(configMap('a', { x: '1', y: '1' }), '--server-side --field-manager=first');
    const input = textOf(configMap('a', { x: '2', y: '2' }));
    expect(await k.fails('apply -f - --server-side --field-manager=second', { input })).toMatch(
      /^error: Apply failed with 2 conflicts: conflicts with "first":\n- \.data\.x\n- \.data\.y\n/,
    );
  });

  test('--server-side: equal values are shared', async () => {
    await apply(configMap('a', { x: '1' }), '--server-side --field-manager=first');
    await apply(configMap('a', { x: '1' }), '--server-side --field-manager=second');
    await apply(configMap('a', {}), '--server-side --field-manager=first');
    expect((await k.read('configmap a')).data).toEqual({ x: '1' });
  });

  test('--server-side conflicts with what an update set', async () => {
    await k.create(configMap('a', { x: '1' }));
    const input = textOf(configMap('a', { x: '2' }));
    expect(await k.fails('apply -f - --server-side', { input })).toMatch(
      /^error: Apply failed with 1 conflict: conflict with "kubectl-create" using v1( at \S+)?: \.data\.x\n/,
    );
  });

  test('--server-side takes over what client-side apply owned', async () => {
    await apply(configMap('a', { x: '1', y: '1' }));
    await apply(configMap('a', { x: '1', y: '1' }), '--server-side');
    await apply(configMap('a', { x: '1' }), '--server-side');
    const { data, metadata } = await k.read('configmap a');
    expect(data).toEqual({ x: '1' });
    expect(JSON.parse(metadata.annotations[lastApplied]).data).toEqual({ x: '1' });
    const known = await managers('configmap a');
    expect(known).toContain('kubectl Apply');
    expect(known).not.toContain('kubectl-client-side-apply Update');
  });

  test('--server-side refuses what is no field', async () => {
    const input = textOf({ ...configMap('a'), foo: 1 });
    const stderr = await k.fails('apply -f - --server-side', { input });
    expect(stderr).toContain('foo');
    expect(stderr).toMatch(/field not declared in schema|unknown field/);
    expect(await k.ok('get cm -o name')).toBe('');
  });
});

describe.each(versions)('kubectl %s diff', (version) => {
  const k = inNamespace(version);

  test.each(['', ' --server-side'])('exits with 0 when equal, 1 and the lines when not%s', async (mode) => {
    const input = textOf(configMap('a', { x: '1' }));
    await k.ok(`apply -f -${mode}`, { input });
    expect(await k.run(`diff -f -${mode}`, { input })).toEqual({ code: 0, stdout: '', stderr: '' });
    const before = await k.read('configmap a');
    const { code, stdout } = await k.run(`diff -f -${mode}`, { input: textOf(configMap('a', { x: '2' })) });
    expect(code).toBe(1);
    const changed = stdout.split('\n').filter((line) => /^[-+] {3}?x:|^[-+] {2}x:/.test(line));
    expect(changed).toEqual(['-  x: "1"', '+  x: "2"']);
    expect(await k.read('configmap a')).toEqual(before);
  });

  test('of what is not there shows all of it', async () => {
    const { code, stdout } = await k.run('diff -f -', { input: textOf(configMap('a', { x: '1' })) });
    expect(code).toBe(1);
    expect(stdout).toContain('\n+kind: ConfigMap\n');
    expect(await k.ok('get cm -o name')).toBe('');
  });
});
