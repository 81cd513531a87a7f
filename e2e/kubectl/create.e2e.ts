// create: from JSON and YAML, several at once, by generators.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendsProtobuf, versions } from './kubectl.ts';
import { configMap, node, pod, secret } from './manifests.ts';
import { inNamespace, uniqueName } from './namespace.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-create-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe.each(versions)('kubectl %s create', (version) => {
  const k = inNamespace(version);

  test('from JSON', async () => {
    const path = await file('one.json', JSON.stringify(configMap('one', { a: '1' })));
    expect(await k.ok(`create -f ${path}`)).toBe('configmap/one created\n');
    expect(await k.read('configmap one')).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one', namespace: k.namespace, uid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      data: { a: '1' },
    });
  });

  test('several documents of YAML, in their order, one of them empty', async () => {
    const text = [
      '# two objects\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: first\ndata:\n  text: |\n    line 1\n    line 2\n',
      '# nothing\n',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: second}\ntype: Opaque\nstringData: {password: hunter2}\n',
    ].join('---\n');
    const path = await file('two.yaml', text);
    expect(await k.ok(`create -f ${path}`)).toBe('configmap/first created\nsecret/second created\n');
    expect((await k.read('configmap first')).data).toEqual({ text: 'line 1\nline 2\n' });
    const { data, stringData, type } = await k.read('secret second');
    expect({ data, stringData, type }).toEqual({
      data: { password: Buffer.from('hunter2').toString('base64') },
      stringData: undefined,
      type: 'Opaque',
    });
  });

  test('from standard input, a List of several kinds', async () => {
    const items = [configMap('listed'), pod('listed')];
    expect(await k.create({ apiVersion: 'v1', kind: 'List', items })).toBe(
      'configmap/listed created\npod/listed created\n',
    );
  });

  test('generateName: five more characters, another name each time', async () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'some-' } };
    const names = await Promise.all([k.create(manifest), k.create(manifest)]);
    for (const name of names) expect(name).toMatch(/^configmap\/some-[bcdfghjklmnpqrstvwxz2456789]{5} created\n$/);
    expect(new Set(names).size).toBe(2);
  });

  test('-o name, -o yaml and dry runs', async () => {
    const input = JSON.stringify(configMap('shown', { a: '1' }));
    expect(await k.ok('create -f - --dry-run=client', { input })).toBe('configmap/shown created (dry run)\n');
    expect(await k.ok('create -f - --dry-run=server', { input })).toBe('configmap/shown created (server dry run)\n');
    expect(await k.fails('get configmap shown')).toBe('Error from server (NotFound): configmaps "shown" not found\n');
    expect(await k.ok('create -f - -o yaml', { input })).toMatch(
      /^apiVersion: v1\ndata:\n {2}a: "1"\nkind: ConfigMap\n/,
    );
    expect(await k.ok('create -f - -o name --dry-run=server', { input: JSON.stringify(configMap('x')) })).toBe(
      'configmap/x\n',
    );
  });

  test('what is there already is refused, the rest is made', async () => {
    await k.create(configMap('there', { a: '1' }));
    const items = [configMap('there', { a: '2' }), configMap('new')];
    const { code, stdout, stderr } = await k.run('create -f -', {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: 'configmap/new created\n',
      stderr: 'Error from server (AlreadyExists): error when creating "STDIN": configmaps "there" already exists\n',
    });
    expect((await k.read('configmap there')).data).toEqual({ a: '1' });
  });

  test('unknown and duplicate fields: refused, warned of, or ignored', async () => {
    const input = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd}\nfoo: bar\n';
    expect(await k.fails('create -f -', { input })).toBe(
      'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"\n',
    );
    const warned = await k.run('create -f - --validate=warn', { input });
    expect(warned).toEqual({ code: 0, stdout: 'configmap/odd created\n', stderr: 'Warning: unknown field "foo"\n' });
    const ignored = await k.run('create -f - --validate=ignore', { input: input.replace('odd', 'even') });
    expect(ignored).toEqual({ code: 0, stdout: 'configmap/even created\n', stderr: '' });
  });

  test('an invalid object names its fields', async () => {
    const input = JSON.stringify(pod('Bad_Name', { restartPolicy: 'Sometimes' }));
    const stderr = await k.fails('create -f -', { input });
    expect(stderr).toMatch(/^The Pod "Bad_Name" is invalid: \n/);
    expect(stderr).toContain(
      '* metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of',
    );
    expect(stderr).toContain(
      '* spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"\n',
    );
    expect(await k.ok('get pods')).toBe('');
  });

  test('objects of the cluster, not of a namespace', async () => {
    const name = uniqueName('n');
    expect(await k.create(node(name))).toBe(`node/${name} created\n`);
    expect(await k.ok(`delete node ${name}`)).toMatch(`node "${name}" deleted`);
  });

  test('in a namespace that is not there', async () => {
    const input = JSON.stringify(configMap('lost', {}, { namespace: 'nowhere' }));
    expect(await k.fails('create -f - --namespace nowhere', { input })).toBe(
      'Error from server (NotFound): error when creating "STDIN": namespaces "nowhere" not found\n',
    );
  });

  const made: [string, string][] = [
    ['configmap settings --from-literal=a=1 --from-literal=b=two', 'configmap/settings created\n'],
    ['secret generic login --from-literal=password=hunter2', 'secret/login created\n'],
    ['serviceaccount robot', 'serviceaccount/robot created\n'],
  ];

  const byGenerators = async () => {
    for (const [words, answer] of made) expect(await k.ok(`create ${words}`)).toBe(answer);
    const name = uniqueName('made');
    expect(await k.ok(`create namespace ${name}`)).toBe(`namespace/${name} created\n`);
    expect(await k.ok(`get namespace ${name} -o jsonpath={.status.phase}`)).toBe('Active');
    await k.ok(`delete namespace ${name}`);
    expect((await k.read('configmap settings')).data).toEqual({ a: '1', b: 'two' });
    const login = await k.read('secret login');
    expect(login).toMatchObject({ type: 'Opaque', data: { password: 'aHVudGVyMg==' } });
    expect(await k.ok('get serviceaccount robot -o name')).toBe('serviceaccount/robot\n');
  };

  const refusedGenerators = async () => {
    for (const [words] of [...made, [`namespace ${uniqueName('made')}`]] as const) {
      const stderr = await k.fails(`create ${words}`);
      expect(stderr).toContain('the body of the request was in an unknown format');
      expect(stderr).toContain('accepted media types include: application/json, application/yaml');
      expect(stderr).toContain('this server does not read protobuf yet: send JSON or YAML for now');
    }
    expect(await k.ok('get configmaps,secrets,serviceaccounts')).toBe('');
  };

  // Each version is asked what it can be: no test is there only to be skipped.
  if (sendsProtobuf(version)) test('by generators, whose protobuf bodies get a clear answer', refusedGenerators);
  else test('by generators', byGenerators);

  test('--save-config remembers what was sent', async () => {
    const manifest = configMap('saved', { a: '1' });
    await k.ok('create -f - --save-config', { input: JSON.stringify(manifest) });
    const { metadata } = await k.read('configmap saved');
    expect(JSON.parse(metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'])).toMatchObject({
      data: { a: '1' },
    });
  });

  test('the manager of the fields is kubectl-create', async () => {
    await k.create(secret('managed', { a: '1' }));
    const { metadata } = JSON.parse(await k.ok('get secret managed -o json --show-managed-fields'));
    expect(metadata.managedFields).toEqual([
      {
        manager: 'kubectl-create',
        operation: 'Update',
        apiVersion: 'v1',
        time: metadata.creationTimestamp,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:a': {} }, 'f:type': {} },
      },
    ]);
  });
});
