import { Lease } from '@gantry/api/kinds/coordination/lease';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import { Pod } from '@gantry/api/kinds/core/pod';
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { openStore } from '@gantry/store/open-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  body,
  context,
  failure,
  make,
  type RegistryFixture,
  refusal,
  registryOn,
  startRegistry,
} from './testing/registry-fixture.ts';

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await startRegistry();
});
afterAll(() => fixture.stop());

const containers = [{ name: 'c', image: 'i' }];

const put = (kind: KindDefinition, object: KubeObject, subresource?: SubresourceName) => {
  const { namespace = '', name = '' } = object.metadata;
  const target = { kind, name: { namespace, name }, ...(subresource && { subresource }) };
  return fixture.registry.update(target, body(object), context());
};

async function configMap(name = 'a', more: object = {}): Promise<KubeObject> {
  const namespace = await fixture.namespace();
  return make(fixture, ConfigMap, { metadata: { name, namespace }, data: { a: '1' }, ...more });
}

const modified = (resource: string, name: string) =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { name, kind: resource },
  );

describe('an update', () => {
  it('replaces what the client owns and keeps what the server owns', async () => {
    const old = await configMap();
    const metadata = {
      name: 'a',
      namespace: old.metadata.namespace,
      labels: { new: 'yes' },
      creationTimestamp: '1999-01-01T00:00:00Z',
      generation: 9,
      selfLink: '/x',
    };
    const { object, created } = await put(ConfigMap, { ...old, metadata, data: { b: '2' } } as KubeObject);
    expect(created).toBe(false);
    const { managedFields: _, ...stored } = object.metadata;
    expect(stored).toEqual({
      name: 'a',
      namespace: old.metadata.namespace,
      uid: old.metadata.uid,
      creationTimestamp: old.metadata.creationTimestamp,
      labels: { new: 'yes' },
      resourceVersion: String(fixture.store.revision),
    });
    expect(object).toMatchObject({ data: { b: '2' } });
  });

  it('from an old version is refused', async () => {
    const old = await configMap();
    await put(ConfigMap, { ...old, data: { a: '2' } } as KubeObject);
    expect(await refusal(put(ConfigMap, { ...old, data: { a: '3' } } as KubeObject))).toEqual(
      modified('configmaps', 'a'),
    );
  });

  it('of another object of the same name is refused', async () => {
    const old = await configMap();
    const { resourceVersion: _, ...metadata } = old.metadata;
    expect(await refusal(put(ConfigMap, { ...old, metadata: { ...metadata, uid: 'other' } }))).toEqual(
      failure(
        409,
        'Conflict',
        `Operation cannot be fulfilled on configmaps "a": Precondition failed: UID in precondition: other, UID in object meta: ${metadata.uid}`,
        { name: 'a', kind: 'configmaps' },
      ),
    );
  });

  it('of a lease must say which version it was made from', async () => {
    const namespace = await fixture.namespace();
    const lease = await make(fixture, Lease, { metadata: { name: 'l', namespace }, spec: { leaseTransitions: 1 } });
    const { resourceVersion: _, ...metadata } = lease.metadata;
    const message = 'Invalid value: 0x0: must be specified for an update';
    for (const stated of [metadata, { ...metadata, resourceVersion: '0' }]) {
      expect(await refusal(put(Lease, { ...lease, metadata: stated }))).toEqual(
        failure(422, 'Invalid', `leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: ${message}`, {
          name: 'l',
          group: 'coordination.k8s.io',
          kind: 'leases',
          causes: [{ reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' }],
        }),
      );
    }
    expect((await put(Lease, { ...lease, spec: { leaseTransitions: 2 } } as KubeObject)).object).toMatchObject({
      spec: { leaseTransitions: 2 },
    });
  });

  it('of what is not there is refused', async () => {
    const namespace = await fixture.namespace();
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'none', namespace } };
    expect(await refusal(put(ConfigMap, object))).toEqual(
      failure(404, 'NotFound', 'configmaps "none" not found', { name: 'none', kind: 'configmaps' }),
    );
  });

  it('that changes nothing writes nothing and answers with the object as it is', async () => {
    const old = await configMap();
    const before = fixture.store.revision;
    fixture.clock.now += 60_000;
    const { object } = await put(ConfigMap, structuredClone(old));
    expect(object).toBe(
      fixture.store.get({ resource: 'configmaps', namespace: old.metadata.namespace ?? '', name: 'a' }),
    );
    expect(fixture.store.revision).toBe(before);
  });

  it.each([
    ['name', { name: 'b' }, 'the name of the object (b) does not match the name on the URL (a)'],
    ['no name', { name: '' }, 'the name of the object (a based on URL) was undeterminable: name must be provided'],
    [
      'namespace',
      { namespace: 'elsewhere' },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('that says another %s than its address is refused', async (_, changes, message) => {
    const old = await configMap();
    const target = { kind: ConfigMap, name: { namespace: old.metadata.namespace ?? '', name: 'a' } };
    const object = { ...old, metadata: { ...old.metadata, ...changes } };
    expect(await refusal(fixture.registry.update(target, body(object), context()))).toEqual(
      failure(400, 'BadRequest', message),
    );
  });

  it('that begins a deletion by itself is refused', async () => {
    const old = await configMap();
    const metadata = { ...old.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(await refusal(put(ConfigMap, { ...old, metadata }))).toMatchObject({
      code: 422,
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'metadata.deletionTimestamp' }] },
    });
  });

  it('of an immutable object is refused', async () => {
    const old = await configMap('a', { immutable: true });
    expect(await refusal(put(ConfigMap, { ...old, data: { a: '2' } } as KubeObject))).toMatchObject({
      code: 422,
      reason: 'Invalid',
    });
  });

  it('in a dry run stores nothing but still finds conflicts', async () => {
    const old = await configMap();
    const target = { kind: ConfigMap, name: { namespace: old.metadata.namespace ?? '', name: 'a' } };
    const before = fixture.store.revision;
    const rehearsal = context({ dryRun: true });
    const { object } = await fixture.registry.update(target, body({ ...old, data: { a: '2' } }), rehearsal);
    expect(object).toMatchObject({ data: { a: '2' } });
    expect(fixture.store.revision).toBe(before);
    const stale = { ...old, metadata: { ...old.metadata, resourceVersion: '1' } };
    expect(await refusal(fixture.registry.update(target, body(stale), rehearsal))).toEqual(modified('configmaps', 'a'));
  });
});

describe('writers of one object at once', () => {
  it('all succeed when they state no version, one when they state the same', async () => {
    const old = await configMap();
    const { resourceVersion: _, ...metadata } = old.metadata;
    const values = Array.from({ length: 40 }, (_, index) => String(index));
    await Promise.all(values.map((a) => put(ConfigMap, { ...old, metadata, data: { a } } as KubeObject)));
    const current = await fixture.registry.get(ConfigMap, { namespace: metadata.namespace ?? '', name: 'a' }, {});
    const outcomes = await Promise.allSettled(
      values.map((a) => put(ConfigMap, { ...current, data: { a: `x${a}` } } as KubeObject)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('succeed on two replicas too', async () => {
    const old = await configMap();
    const namespace = old.metadata.namespace ?? '';
    const other = await openStore({ url: fixture.url });
    try {
      const registries = [fixture.registry, registryOn(other)];
      const target = { kind: ConfigMap, name: { namespace, name: 'a' } };
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(
          registries.map((registry, index) =>
            registry.patch(
              target,
              { type: 'merge', body: body({ data: { [`r${round}-${index}`]: 'x' } }), force: false },
              context(),
            ),
          ),
        );
      }
      const { object } = await fixture.registry.patch(
        target,
        { type: 'merge', body: body({ data: { last: 'x' } }), force: false },
        context(),
      );
      expect(Object.keys(Reflect.get(object, 'data'))).toHaveLength(22);
    } finally {
      await other.close();
    }
  });
});

describe('the parts of an object', () => {
  async function pod(): Promise<KubeObject> {
    const namespace = await fixture.namespace();
    return make(fixture, Pod, { metadata: { name: 'p', namespace }, spec: { containers } });
  }

  it('keep apart: an update leaves the status, the status subresource leaves all else', async () => {
    const old = await pod();
    const changed = { ...old, metadata: { ...old.metadata, labels: { a: 'b' } }, status: { phase: 'Failed' } };
    const { object: updated } = await put(Pod, changed);
    expect(updated).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Pending' } });

    const reported = {
      ...updated,
      metadata: { ...updated.metadata, labels: { c: 'd' } },
      spec: { containers: [{ name: 'c', image: 'other' }] },
      status: { ...Reflect.get(updated, 'status'), phase: 'Running' },
    };
    const { object } = await put(Pod, reported, 'status');
    expect(object).toMatchObject({
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ image: 'i' }] },
      status: { phase: 'Running' },
    });
  });

  it('count generations for the desired state only', async () => {
    const old = await pod();
    expect(old.metadata.generation).toBe(1);
    const labelled = await put(Pod, { ...old, metadata: { ...old.metadata, labels: { a: 'b' } } });
    expect(labelled.object.metadata.generation).toBe(1);
    const status = { ...Reflect.get(labelled.object, 'status'), phase: 'Running' };
    const reported = await put(Pod, { ...labelled.object, status } as KubeObject, 'status');
    expect(reported.object.metadata.generation).toBe(1);
    const spec = { ...Reflect.get(reported.object, 'spec'), containers: [{ ...containers[0], image: 'new' }] };
    const moved = await put(Pod, { ...reported.object, spec } as KubeObject);
    expect(moved.object.metadata.generation).toBe(2);
  });

  it('binding gives a pod its node, once', async () => {
    const old = await pod();
    const { namespace = '' } = old.metadata;
    const bind = (node: string, metadata: object = { name: 'p' }) =>
      fixture.registry.update(
        { kind: Pod, name: { namespace, name: 'p' }, subresource: 'binding' },
        body({ apiVersion: 'v1', kind: 'Binding', metadata, target: { kind: 'Node', name: node } }),
        context(),
      );
    expect(await refusal(bind('n1', { name: 'other' }))).toEqual(
      failure(400, 'BadRequest', 'name in URL does not match name in Binding object'),
    );
    const { object } = await bind('n1', { name: 'p', annotations: { why: 'test' } });
    expect(object).toMatchObject({
      metadata: { annotations: { why: 'test' }, generation: 1 },
      spec: { nodeName: 'n1' },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }] },
    });
    expect(await refusal(bind('n2'))).toEqual(
      failure(
        409,
        'Conflict',
        'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "n1"',
        { name: 'p', kind: 'pods/binding' },
      ),
    );
  });
});

describe('the last finalizer', () => {
  it('taken off a deleted object removes it', async () => {
    const old = await configMap('a');
    const kept = await put(ConfigMap, {
      ...old,
      metadata: { ...old.metadata, finalizers: ['example.com/x', 'example.com/y'] },
    });
    const name = { namespace: old.metadata.namespace ?? '', name: 'a' };
    await fixture.registry.delete({ kind: ConfigMap, name }, {}, context());
    const deleting = await fixture.registry.get(ConfigMap, name, {});
    expect(deleting.metadata.deletionTimestamp).toBeDefined();
    const one = await put(ConfigMap, {
      ...deleting,
      metadata: { ...deleting.metadata, finalizers: ['example.com/y'] },
    });
    expect(one.object.metadata.uid).toBe(kept.object.metadata.uid);
    await put(ConfigMap, { ...one.object, metadata: { ...one.object.metadata, finalizers: [] } });
    expect(await refusal(fixture.registry.get(ConfigMap, name, {}))).toMatchObject({ code: 404 });
  });

  it('cannot be joined by new ones once the deletion began', async () => {
    const old = await configMap('a');
    const kept = await put(ConfigMap, { ...old, metadata: { ...old.metadata, finalizers: ['example.com/x'] } });
    const name = { namespace: old.metadata.namespace ?? '', name: 'a' };
    await fixture.registry.delete({ kind: ConfigMap, name }, {}, context());
    const { resourceVersion: _, ...metadata } = kept.object.metadata;
    const more = { ...kept.object, metadata: { ...metadata, finalizers: ['example.com/x', 'example.com/y'] } };
    expect(await refusal(put(ConfigMap, more))).toMatchObject({
      code: 422,
      details: { causes: [{ reason: 'FieldValueForbidden', field: 'metadata.finalizers' }] },
    });
  });

  it('of a namespace is its finalize subresource', async () => {
    const name = await fixture.namespace();
    const live = await fixture.registry.get(Namespace, { namespace: '', name }, {});
    const emptied = { ...live, spec: {} } as KubeObject;
    const { object: still } = await put(Namespace, emptied);
    expect(still).toMatchObject({ spec: { finalizers: ['kubernetes'] } });
    await fixture.registry.delete({ kind: Namespace, name: { namespace: '', name } }, {}, context());
    const ending = await fixture.registry.get(Namespace, { namespace: '', name }, {});
    expect(ending).toMatchObject({
      status: { phase: 'Terminating' },
      metadata: { deletionTimestamp: expect.any(String) },
    });
    const conditions = [{ type: 'NamespaceContentRemaining', status: 'True' }];
    const status = { ...Reflect.get(ending, 'status'), conditions };
    const { object: reported } = await put(Namespace, { ...ending, status } as KubeObject, 'status');
    expect(await fixture.registry.get(Namespace, { namespace: '', name }, {})).toBe(reported);
    await put(Namespace, { ...reported, spec: {} } as KubeObject, 'finalize');
    expect(await refusal(fixture.registry.get(Namespace, { namespace: '', name }, {}))).toMatchObject({ code: 404 });
  });
});
