// Commands that change one object: patch, label, annotate, replace, edit.
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, node, pod } from './manifests.ts';
import { inNamespace, textOf, uniqueName } from './namespace.ts';

describe.each(versions)('kubectl %s patch', (version) => {
  const k = inNamespace(version);
  const patch = (words: string, body: unknown) => k.ok(['patch', ...words.split(' '), '-p', JSON.stringify(body)]);

  test('json', async () => {
    await k.create(configMap('a', { x: '1', y: '1' }));
    const operations = [
      { op: 'test', path: '/data/x', value: '1' },
      { op: 'replace', path: '/data/x', value: '2' },
      { op: 'remove', path: '/data/y' },
      { op: 'copy', from: '/data/x', path: '/data/z' },
      { op: 'add', path: '/metadata/labels', value: { 'example.com/app': 'web' } },
      { op: 'replace', path: '/metadata/labels/example.com~1app', value: 'shop' },
    ];
    expect(await patch('configmap a --type=json', operations)).toBe('configmap/a patched\n');
    const { data, metadata } = await k.read('configmap a');
    expect({ data, labels: metadata.labels }).toEqual({
      data: { x: '2', z: '2' },
      labels: { 'example.com/app': 'shop' },
    });
  });

  test('json with a test that fails changes nothing', async () => {
    await k.create(configMap('a', { x: '1' }));
    const operations = [
      { op: 'replace', path: '/data/x', value: '2' },
      { op: 'test', path: '/data/x', value: '3' },
    ];
    const stderr = await k.fails(['patch', 'cm', 'a', '--type=json', '-p', JSON.stringify(operations)]);
    expect(stderr).toMatch(/the server rejected our request due to an error in our request|testing path|test failed/i);
    expect((await k.read('configmap a')).data).toEqual({ x: '1' });
  });

  test('merge: null removes; what changes nothing says so', async () => {
    await k.create(configMap('a', { x: '1', y: '1' }));
    expect(await patch('configmap a --type=merge', { data: { x: null, z: '1' } })).toBe('configmap/a patched\n');
    const before = await k.read('configmap a');
    expect(before.data).toEqual({ y: '1', z: '1' });
    expect(await patch('configmap a --type=merge', { data: { z: '1' } })).toBe('configmap/a patched (no change)\n');
    expect(await k.read('configmap a')).toEqual(before);
  });

  test('strategic: a container is found by its name', async () => {
    const containers = ['a', 'b'].map((name) => ({ name, image: `registry.example/${name}:1` }));
    await k.create(pod('p', { containers }));
    const wanted = { spec: { containers: [{ name: 'b', image: 'registry.example/b:2' }] } };
    expect(await patch('pod p', wanted)).toBe('pod/p patched\n');
    expect(await k.ok(['get', 'pod', 'p', '-o', 'jsonpath={.spec.containers[*].image}'])).toBe(
      'registry.example/a:1 registry.example/b:2',
    );
    expect(await k.ok('set image pod/p a=registry.example/a:3')).toBe('pod/p image updated\n');
    expect(await k.ok(['get', 'pod', 'p', '-o', 'jsonpath={.spec.containers[*].image}'])).toBe(
      'registry.example/a:3 registry.example/b:2',
    );
  });

  test('--subresource=status changes the status and nothing else', async () => {
    await k.create(pod('p'));
    const body = {
      metadata: { labels: { sneaked: 'in' } },
      spec: { activeDeadlineSeconds: 5 },
      status: { phase: 'Running', podIP: '10.0.0.1' },
    };
    expect(await patch('pod p --subresource=status --type=merge', body)).toBe('pod/p patched\n');
    const { spec, status } = await k.read('pod p');
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.0.0.1' });
    expect(spec.activeDeadlineSeconds).toBe(undefined);
    await patch('pod p --type=merge', { status: { phase: 'Failed' } });
    expect(await k.ok(['get', 'pod', 'p', '-o', 'jsonpath={.status.phase}'])).toBe('Running');
    expect(await k.ok('get pod p --subresource=status -o name')).toBe('pod/p\n');
  });

  test('what may not change is refused', async () => {
    await k.create(pod('p'));
    const stderr = await k.fails(['patch', 'pod', 'p', '-p', '{"spec":{"nodeName":"elsewhere","hostNetwork":true}}']);
    expect(stderr).toMatch(
      /^The Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
    );
    expect(await k.fails(['patch', 'pod', 'none', '-p', '{}'])).toBe(
      'Error from server (NotFound): pods "none" not found\n',
    );
  });
});

describe.each(versions)('kubectl %s label and annotate', (version) => {
  const k = inNamespace(version);
  const labels = async () => (await k.read('configmap a')).metadata.labels;

  test('label: add, refuse, overwrite, remove', async () => {
    await k.create(configMap('a'));
    expect(await k.ok('label configmap a env=dev app=web')).toBe('configmap/a labeled\n');
    expect(await k.ok('label configmap a env=dev')).toBe('configmap/a not labeled\n');
    expect(await k.fails('label configmap a env=prod')).toBe(
      "error: 'env' already has a value (dev), and --overwrite is false\n",
    );
    expect(await labels()).toEqual({ env: 'dev', app: 'web' });
    expect(await k.ok('label configmap a env=prod --overwrite')).toBe('configmap/a labeled\n');
    expect(await k.ok('label configmap a app-')).toBe('configmap/a unlabeled\n');
    expect(await labels()).toEqual({ env: 'prod' });
    expect(await k.ok('label configmaps --all more=x')).toMatch(/^configmap\/a labeled\n/m);
    expect((await k.ok('label configmap a --list')).trim().split('\n').sort()).toEqual(['env=prod', 'more=x']);
  });

  test('annotate: any text', async () => {
    await k.create(configMap('a'));
    // kubectl 1.27 says "annotate".
    expect(await k.ok(['annotate', 'configmap', 'a', 'note=any text: "quoted", ünïcode'])).toMatch(
      /^configmap\/a annotated?\n$/,
    );
    expect((await k.read('configmap a')).metadata.annotations).toEqual({ note: 'any text: "quoted", ünïcode' });
    await k.ok('annotate configmap a note-');
    expect((await k.read('configmap a')).metadata.annotations).toBe(undefined);
  });

  test('label --resource-version is a condition', async () => {
    await k.create(configMap('a'));
    const { metadata } = await k.read('configmap a');
    await k.ok(`label configmap a one=1 --resource-version=${metadata.resourceVersion}`);
    expect(await k.fails(`label configmap a two=2 --resource-version=${metadata.resourceVersion}`)).toBe(
      'Error from server (Conflict): Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again\n',
    );
    expect(await labels()).toEqual({ one: '1' });
  });
});

describe.each(versions)('kubectl %s replace', (version) => {
  const k = inNamespace(version);

  test('the whole object', async () => {
    await k.create(configMap('a', { x: '1' }, { labels: { app: 'web' } }));
    const before = await k.read('configmap a');
    expect(await k.ok('replace -f -', { input: textOf(configMap('a', { y: '1' })) })).toBe('configmap/a replaced\n');
    const { data, metadata } = await k.read('configmap a');
    expect(data).toEqual({ y: '1' });
    expect(metadata.labels).toBe(undefined);
    expect(metadata.uid).toBe(before.metadata.uid);
    expect(metadata.creationTimestamp).toBe(before.metadata.creationTimestamp);
  });

  test('a stale version conflicts', async () => {
    await k.create(configMap('a', { x: '1' }));
    const old = await k.read('configmap a');
    await k.ok('label configmap a changed=since');
    expect(await k.fails('replace -f -', { input: textOf({ ...old, data: { x: '2' } }) })).toBe(
      'Error from server (Conflict): error when replacing "STDIN": Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again\n',
    );
    expect((await k.read('configmap a')).data).toEqual({ x: '1' });
  });

  test('what is not there is not made', async () => {
    expect(await k.fails('replace -f -', { input: textOf(configMap('a')) })).toBe(
      'Error from server (NotFound): error when replacing "STDIN": configmaps "a" not found\n',
    );
  });

  test('--force deletes and creates anew', async () => {
    await k.create(pod('p'));
    const before = await k.read('pod p');
    const input = textOf(pod('p', { hostNetwork: true }));
    expect(await k.ok('replace --force -f -', { input })).toMatch(/^pod "p" (force )?deleted.*\npod\/p replaced\n$/);
    const after = await k.read('pod p');
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    expect(after.spec.hostNetwork).toBe(true);
  });

  test('--subresource=status', async () => {
    await k.create(pod('p'));
    const live = await k.read('pod p');
    const input = textOf({ ...live, spec: {}, status: { ...live.status, phase: 'Succeeded' } });
    expect(await k.ok('replace --subresource=status -f -', { input })).toBe('pod/p replaced\n');
    expect(await k.ok(['get', 'pod', 'p', '-o', 'jsonpath={.status.phase}'])).toBe('Succeeded');
  });
});

describe.each(versions)('kubectl %s edit', (version) => {
  const k = inNamespace(version);
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gantry-edit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** An editor that runs a sed script over the file. */
  async function editor(script: string): Promise<{ env: Record<string, string> }> {
    const path = join(folder, 'editor');
    await writeFile(path, `#!/bin/sh\nsed -i '${script}' "$1"\n`);
    await chmod(path, 0o755);
    return { env: { KUBE_EDITOR: path, TMPDIR: folder } };
  }

  test('saves what the editor changed', async () => {
    await k.create(configMap('a', { x: '1' }));
    expect(await k.ok('edit configmap a', await editor('s/x: "1"/x: "2"/'))).toBe('configmap/a edited\n');
    expect((await k.read('configmap a')).data).toEqual({ x: '2' });
  });

  test('nothing changed, nothing sent', async () => {
    await k.create(configMap('a', { x: '1' }));
    const before = await k.read('configmap a');
    const { code, stderr } = await k.run('edit configmap a', await editor(''));
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Edit cancelled, no changes made.\n' });
    expect(await k.read('configmap a')).toEqual(before);
  });

  test('an invalid edit is refused and kept in a file', async () => {
    await k.create(pod('p'));
    const before = await k.read('pod p');
    const { code, stderr } = await k.run('edit pod p', await editor('s/restartPolicy: Always/restartPolicy: Never/'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: pods "p" is invalid\n/);
    const copy = /A copy of your changes has been stored to "(.+)"/.exec(stderr)?.[1] ?? '';
    const kept = await readFile(copy, 'utf8');
    expect(kept).toContain(
      '# pods "p" was not valid:\n# * spec: Forbidden: pod updates may not change fields other than',
    );
    expect(kept).toContain('  restartPolicy: Never\n');
    expect(await k.read('pod p')).toEqual(before);
  });
});

describe.each(versions)('kubectl %s cordon and taint', (version) => {
  const k = inNamespace(version);

  test('cordon, uncordon', async () => {
    const name = uniqueName('n');
    await k.create(node(name));
    expect(await k.ok(`cordon ${name}`)).toBe(`node/${name} cordoned\n`);
    expect(await k.ok(`cordon ${name}`)).toBe(`node/${name} already cordoned\n`);
    expect((await k.read(`node ${name}`)).spec.unschedulable).toBe(true);
    expect(await k.ok(`uncordon ${name}`)).toBe(`node/${name} uncordoned\n`);
    expect((await k.read(`node ${name}`)).spec.unschedulable).toBe(undefined);
    await k.ok(`delete node ${name}`);
  });

  test('taint', async () => {
    const name = uniqueName('n');
    await k.create(node(name));
    expect(await k.ok(`taint node ${name} disk=slow:NoSchedule gpu:NoExecute`)).toBe(`node/${name} tainted\n`);
    expect(await k.fails(`taint node ${name} disk=fast:NoSchedule`)).toBe(
      `error: node ${name} already has disk taint(s) with same effect(s) and --overwrite is false\n`,
    );
    await k.ok(`taint node ${name} disk=fast:NoSchedule --overwrite`);
    const { taints } = (await k.read(`node ${name}`)).spec;
    expect(taints).toHaveLength(2);
    expect(taints).toEqual(
      expect.arrayContaining([
        { key: 'disk', value: 'fast', effect: 'NoSchedule' },
        expect.objectContaining({ key: 'gpu', effect: 'NoExecute' }),
      ]),
    );
    expect(await k.ok(`taint node ${name} disk- gpu:NoExecute-`)).toBe(`node/${name} untainted\n`);
    expect((await k.read(`node ${name}`)).spec.taints).toBe(undefined);
    await k.ok(`delete node ${name}`);
  });
});
