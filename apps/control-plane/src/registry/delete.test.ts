import type { DeleteOptions } from '@gantry/api/client/resource-client';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import { Pod } from '@gantry/api/kinds/core/pod';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSystemNamespaces } from './bootstrap.ts';
import { createRegistryClient } from './client.ts';
import {
  body,
  context,
  failure,
  make,
  type RegistryFixture,
  refusal,
  startRegistry,
  startTime,
} from './testing/registry-fixture.ts';

let fixture: RegistryFixture;
let namespace: string;
beforeAll(async () => {
  fixture = await startRegistry();
});
beforeEach(async () => {
  fixture.clock.now = startTime;
  namespace = await fixture.namespace();
});
afterAll(() => fixture.stop());

const remove = (kind: KindDefinition, name: string, ...[options = {}, changes]: [DeleteOptions?, object?]) =>
  fixture.registry.delete({ kind, name: { namespace, name } }, options, context(changes));

const configMap = (metadata: object = {}): Promise<KubeObject> =>
  make(fixture, ConfigMap, { metadata: { name: 'a', namespace, ...metadata } });

async function runningPod(spec: object = {}): Promise<void> {
  const containers = [{ name: 'c', image: 'i' }];
  await make(fixture, Pod, { metadata: { name: 'p', namespace }, spec: { containers, nodeName: 'n', ...spec } });
}

const live = (kind: KindDefinition, name: string) => fixture.store.get({ resource: kind.resource, namespace, name });

describe('a delete', () => {
  it('removes the object and answers with its last state', async () => {
    const object = await configMap();
    const result = await remove(ConfigMap, 'a');
    expect(result.gone).toBe(true);
    expect(result.object.metadata.uid).toBe(object.metadata.uid);
    expect(live(ConfigMap, 'a')).toBeUndefined();
    expect(await refusal(remove(ConfigMap, 'a'))).toEqual(
      failure(404, 'NotFound', 'configmaps "a" not found', { name: 'a', kind: 'configmaps' }),
    );
  });

  it('happens only to the object meant', async () => {
    const { metadata } = await configMap();
    expect(await refusal(remove(ConfigMap, 'a', { preconditions: { uid: 'u' } }))).toEqual(
      failure(
        409,
        'Conflict',
        `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (u) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
        { name: 'a', kind: 'ConfigMap' },
      ),
    );
    expect(await refusal(remove(ConfigMap, 'a', { preconditions: { resourceVersion: '1' } }))).toEqual(
      failure(
        409,
        'Conflict',
        `Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
        { name: 'a', kind: 'ConfigMap' },
      ),
    );
    const preconditions = { uid: metadata.uid ?? '', resourceVersion: metadata.resourceVersion ?? '' };
    expect((await remove(ConfigMap, 'a', { preconditions })).gone).toBe(true);
  });

  it('in a dry run deletes nothing', async () => {
    await configMap();
    expect((await remove(ConfigMap, 'a', {}, { dryRun: true })).gone).toBe(true);
    expect(live(ConfigMap, 'a')).toBeDefined();
  });

  it('waits for finalizers, and a second one changes nothing', async () => {
    await configMap({ finalizers: ['example.com/wait'] });
    const first = await remove(ConfigMap, 'a');
    expect(first).toMatchObject({
      gone: false,
      object: { metadata: { deletionTimestamp: '2026-01-02T03:04:05Z', deletionGracePeriodSeconds: 0 } },
    });
    const before = fixture.store.revision;
    fixture.clock.now += 5000;
    expect((await remove(ConfigMap, 'a')).gone).toBe(false);
    expect(fixture.store.revision).toBe(before);
  });

  it.each([
    ['Foreground', 'foregroundDeletion'],
    ['Orphan', 'orphan'],
  ] as const)('with propagation %s leaves the object to the garbage collector', async (propagationPolicy, finalizer) => {
    await configMap({ finalizers: ['example.com/wait'] });
    const { object, gone } = await remove(ConfigMap, 'a', { propagationPolicy });
    expect(gone).toBe(false);
    expect(object.metadata.finalizers).toEqual(['example.com/wait', finalizer]);
    const again = await remove(ConfigMap, 'a', { propagationPolicy: 'Background' });
    expect(again.object.metadata.finalizers).toEqual(['example.com/wait']);
  });

  it('heeds a finalizer that says how, when the caller does not', async () => {
    await configMap({ finalizers: ['orphan'] });
    expect((await remove(ConfigMap, 'a')).object.metadata.finalizers).toEqual(['orphan']);
    expect((await remove(ConfigMap, 'a', { propagationPolicy: 'Background' })).gone).toBe(true);
  });

  it('with a propagation that is none is refused', async () => {
    await configMap();
    const options = JSON.parse('{"propagationPolicy":"Sideways"}');
    expect(await refusal(remove(ConfigMap, 'a', options))).toMatchObject({
      code: 422,
      message:
        'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    });
  });
});

describe('a pod on a node', () => {
  it('has its grace period, which can only be shortened', async () => {
    await runningPod({ terminationGracePeriodSeconds: 30 });
    const first = await remove(Pod, 'p');
    expect(first).toMatchObject({
      gone: false,
      object: {
        metadata: { deletionTimestamp: '2026-01-02T03:04:35Z', deletionGracePeriodSeconds: 30, generation: 2 },
      },
    });
    fixture.clock.now += 2000;
    const longer = await remove(Pod, 'p', { gracePeriodSeconds: 60 });
    expect(longer.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
    const shorter = await remove(Pod, 'p', { gracePeriodSeconds: 10 });
    expect(shorter).toMatchObject({
      gone: false,
      object: {
        metadata: { deletionTimestamp: '2026-01-02T03:04:15Z', deletionGracePeriodSeconds: 10, generation: 2 },
      },
    });
    expect((await remove(Pod, 'p', { gracePeriodSeconds: 0 })).gone).toBe(true);
  });

  it('is removed at once by a grace period of zero', async () => {
    await runningPod();
    expect((await remove(Pod, 'p', { gracePeriodSeconds: 0 })).gone).toBe(true);
  });

  it('has one second when the caller names less than none', async () => {
    await runningPod();
    const { object } = await remove(Pod, 'p', { gracePeriodSeconds: -5 });
    expect(object.metadata.deletionGracePeriodSeconds).toBe(1);
  });

  it('stays while a finalizer holds it, also when its time is over', async () => {
    await runningPod();
    const target = { kind: Pod, name: { namespace, name: 'p' } };
    const hold = { type: 'merge', body: body({ metadata: { finalizers: ['example.com/x'] } }), force: false } as const;
    await fixture.registry.patch(target, hold, context());
    await remove(Pod, 'p');
    expect((await remove(Pod, 'p', { gracePeriodSeconds: 0 })).gone).toBe(false);
    const release = { type: 'merge', body: body({ metadata: { finalizers: null } }), force: false } as const;
    await fixture.registry.patch(target, release, context());
    expect(live(Pod, 'p')).toBeUndefined();
  });

  it('that was never bound is removed at once', async () => {
    await runningPod({ nodeName: undefined });
    expect((await remove(Pod, 'p', { gracePeriodSeconds: 30 })).gone).toBe(true);
  });
});

describe('a namespace', () => {
  const target = (name: string) => ({ kind: Namespace, name: { namespace: '', name } });

  it('ends slowly: its delete only begins it', async () => {
    const { object, gone } = await fixture.registry.delete(target(namespace), {}, context());
    expect(gone).toBe(false);
    expect(object).toMatchObject({
      metadata: { deletionTimestamp: '2026-01-02T03:04:05Z' },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Terminating' },
    });
    const again = await fixture.registry.delete(target(namespace), {}, context());
    expect(again).toEqual({ object, gone: false });
  });

  it('that the cluster stands on is not deleted', async () => {
    const client = createRegistryClient(fixture.registry, {
      user: { name: 'bootstrap', groups: [] },
      userAgent: 'test',
      authorize: () => undefined,
    });
    await Promise.all([ensureSystemNamespaces(client), ensureSystemNamespaces(client)]);
    await ensureSystemNamespaces(client);
    const { items } = await fixture.registry.list(Namespace, {});
    const names = items.map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['default', 'kube-node-lease', 'kube-public', 'kube-system']));
    for (const name of ['default', 'kube-system', 'kube-public']) {
      expect(await refusal(fixture.registry.delete(target(name), {}, context()))).toEqual(
        failure(403, 'Forbidden', `namespaces "${name}" is forbidden: this namespace may not be deleted`, {
          name,
          kind: 'namespaces',
        }),
      );
    }
  });
});

describe('a collection', () => {
  it('is deleted by selector, each object by its own rules', async () => {
    for (let index = 0; index < 150; index += 1) {
      const labels = { even: String(index % 2 === 0) };
      const finalizers = index === 0 ? ['example.com/wait'] : [];
      await make(fixture, ConfigMap, { metadata: { name: `c${index}`, namespace, labels, finalizers } });
    }
    const page = await fixture.registry.deleteCollection(
      ConfigMap,
      { namespace, labelSelector: 'even=true' },
      {},
      context(),
    );
    expect(page.items).toHaveLength(75);
    const left = await fixture.registry.list(ConfigMap, { namespace, labelSelector: 'even=true' });
    expect(left.items.map(({ metadata }) => metadata.name)).toEqual(['c0']);
    expect((await fixture.registry.list(ConfigMap, { namespace })).items).toHaveLength(76);
  });

  it('is deleted by several at once without a complaint', async () => {
    for (let index = 0; index < 30; index += 1) await configMap({ name: `c${index}` });
    const deletes = Array.from({ length: 4 }, () =>
      fixture.registry.deleteCollection(ConfigMap, { namespace }, {}, context()),
    );
    await Promise.all(deletes);
    expect((await fixture.registry.list(ConfigMap, { namespace })).items).toEqual([]);
  });
});
