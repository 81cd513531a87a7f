// @kubernetes/client-node, a second client written by others, against the running cluster.
import {
  ApiException,
  CoordinationV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';

const config = new KubeConfig();
let core: CoreV1Api;
let namespace = '';
let made = 0;

beforeAll(async () => {
  config.loadFromFile(inject('kubeconfig'));
  core = config.makeApiClient(CoreV1Api);
  namespace = `client-node-${process.pid}`;
  await core.createNamespace({ body: { metadata: { name: namespace } } });
});

afterAll(async () => {
  await core.deleteNamespace({ name: namespace });
});

const newName = () => `c${made++}`;
const create = (name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}) =>
  core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels }, data } });
const read = (name: string) => core.readNamespacedConfigMap({ namespace, name });

describe('CRUD', () => {
  test('create, read, replace, list, delete', async () => {
    const name = newName();
    const created = await create(name, { a: '1' });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    expect(await read(name)).toEqual(created);
    const replaced = await core.replaceNamespacedConfigMap({ namespace, name, body: { ...created, data: { a: '2' } } });
    expect(replaced.data).toEqual({ a: '2' });
    expect(Number(replaced.metadata?.resourceVersion)).toBeGreaterThan(Number(created.metadata?.resourceVersion));
    const { items } = await core.listNamespacedConfigMap({ namespace, fieldSelector: `metadata.name=${name}` });
    expect(items).toEqual([replaced]);
    const status = await core.deleteNamespacedConfigMap({ namespace, name });
    expect(status).toMatchObject({ kind: 'Status', status: 'Success' });
    await expect(read(name)).rejects.toThrow(ApiException);
  });

  test('times with microseconds', async () => {
    const leases = config.makeApiClient(CoordinationV1Api);
    const name = newName();
    const body = { metadata: { name }, spec: { holderIdentity: 'me', leaseDurationSeconds: 10, leaseTransitions: 0 } };
    await leases.createNamespacedLease({ namespace, body });
    expect((await leases.readNamespacedLease({ namespace, name })).spec?.holderIdentity).toBe('me');
  });

  test('binary data of a secret', async () => {
    const name = newName();
    const value = Buffer.from([0, 1, 254, 255]).toString('base64');
    const secret = await core.createNamespacedSecret({ namespace, body: { metadata: { name }, data: { value } } });
    expect(secret).toMatchObject({ type: 'Opaque', data: { value } });
  });

  test('deletecollection by label', async () => {
    const labels = { group: newName() };
    await Promise.all([create(newName(), {}, labels), create(newName(), {}, labels)]);
    const labelSelector = `group=${labels.group}`;
    await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector });
    expect((await core.listNamespacedConfigMap({ namespace, labelSelector })).items).toEqual([]);
  });

  test('any object by what discovery says of its kind', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const name = newName();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: '1' } };
    expect(await objects.create(body)).toMatchObject(body);
    expect(await objects.read(body)).toMatchObject(body);
    await objects.delete(body);
  });
});

describe('errors', () => {
  const failure = async (call: Promise<unknown>): Promise<ApiException<string>> => {
    try {
      await call;
    } catch (error) {
      if (error instanceof ApiException) return error;
      throw error;
    }
    throw new Error('the call succeeded');
  };

  test.each([
    ['NotFound', 404, () => read('none')],
    ['AlreadyExists', 409, () => core.createNamespace({ body: { metadata: { name: 'default' } } })],
    ['Invalid', 422, () => create('Bad_Name')],
    ['BadRequest', 400, () => core.listNamespacedConfigMap({ namespace, fieldSelector: 'x' })],
  ])('%s carries a Status', async (reason, code, call) => {
    const error = await failure(call());
    expect(error.code).toBe(code);
    const body = typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', reason, code });
  });

  test('Conflict of a stale replace', async () => {
    const name = newName();
    const old = await create(name);
    await core.replaceNamespacedConfigMap({ namespace, name, body: { ...old, data: { a: '1' } } });
    const error = await failure(
      core.replaceNamespacedConfigMap({ namespace, name, body: { ...old, data: { a: '2' } } }),
    );
    expect(error.code).toBe(409);
  });
});

describe('patches', () => {
  const patch = (name: string, strategy: PatchStrategy, body: unknown, more: object = {}) =>
    core.patchNamespacedConfigMap({ namespace, name, body, ...more }, setHeaderOptions('Content-Type', strategy));

  test('JSON', async () => {
    const name = newName();
    await create(name, { a: '1', b: '1' });
    const operations = [
      { op: 'replace', path: '/data/a', value: '2' },
      { op: 'remove', path: '/data/b' },
    ];
    expect((await patch(name, PatchStrategy.JsonPatch, operations)).data).toEqual({ a: '2' });
  });

  test.each([PatchStrategy.MergePatch, PatchStrategy.StrategicMergePatch])('%s', async (strategy) => {
    const name = newName();
    await create(name, { a: '1', b: '1' });
    expect((await patch(name, strategy, { data: { b: null, c: '1' } })).data).toEqual({ a: '1', c: '1' });
  });

  test('server-side apply creates, owns, conflicts, is forced', async () => {
    const name = newName();
    const body = (data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
    const apply = (data: Record<string, string>, fieldManager: string, force = false) =>
      patch(name, PatchStrategy.ServerSideApply, body(data), { fieldManager, force });
    expect((await apply({ a: '1', b: '1' }, 'one')).data).toEqual({ a: '1', b: '1' });
    await expect(apply({ a: '2' }, 'two')).rejects.toMatchObject({ code: 409 });
    const forced = await apply({ a: '2' }, 'two', true);
    expect(forced.data).toEqual({ a: '2', b: '1' });
    const managers = forced.metadata?.managedFields?.map(({ manager, operation }) => [manager, operation]);
    expect(managers).toEqual([
      ['one', 'Apply'],
      ['two', 'Apply'],
    ]);
    expect((await apply({}, 'one')).data).toEqual({ a: '2' });
  });
});

describe('watches', () => {
  const path = () => `/api/v1/namespaces/${namespace}/configmaps`;

  test('Watch gives each event once, in order', async () => {
    const { metadata } = await core.listNamespacedConfigMap({ namespace });
    const name = newName();
    const seen: string[] = [];
    const query = { resourceVersion: metadata?.resourceVersion, fieldSelector: `metadata.name=${name}` };
    const event = (type: string, { data }: V1ConfigMap) => seen.push(`${type} ${data?.a}`);
    const ending = await new Watch(config).watch(path(), query, event, () => undefined);
    await create(name, { a: '1' });
    await core.replaceNamespacedConfigMap({ namespace, name, body: { metadata: { name }, data: { a: '2' } } });
    await core.deleteNamespacedConfigMap({ namespace, name });
    await vi.waitFor(() => expect(seen).toEqual(['ADDED 1', 'MODIFIED 2', 'DELETED 2']), 10_000);
    ending.abort();
  });

  test('an informer adds, updates, deletes, and catches up after a stop', async () => {
    const labelSelector = `informer=${newName()}`;
    const labels = { informer: labelSelector.split('=')[1] ?? '' };
    const list = () => core.listNamespacedConfigMap({ namespace, labelSelector });
    const informer = makeInformer(config, path(), list, labelSelector);
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata, data }: V1ConfigMap) => seen.push(`${verb} ${metadata?.name} ${data?.a}`));
    }
    // Stopping aborts the client's own request, which it reports as an error too.
    informer.on('error', (error) => {
      if (error.name !== 'AbortError') seen.push(`error ${error}`);
    });
    const [first, second, third] = [newName(), newName(), newName()];
    await create(first, { a: '1' }, labels);
    await informer.start();
    await create(second, { a: '1' }, labels);
    await create(newName(), { a: '1' });
    const body = { metadata: { name: first, labels }, data: { a: '2' } };
    await core.replaceNamespacedConfigMap({ namespace, name: first, body });
    await core.deleteNamespacedConfigMap({ namespace, name: second });
    const before = [`add ${first} 1`, `add ${second} 1`, `update ${first} 2`, `delete ${second} 1`];
    await vi.waitFor(() => expect(seen).toEqual(before), 10_000);
    await informer.stop();
    await create(third, { a: '1' }, labels);
    await core.deleteNamespacedConfigMap({ namespace, name: first });
    await informer.start();
    await vi.waitFor(
      () => expect(seen.slice(before.length).sort()).toEqual([`add ${third} 1`, `delete ${first} 2`]),
      10_000,
    );
    expect(informer.list().map(({ metadata }) => metadata?.name)).toEqual([third]);
    await informer.stop();
  });
});
