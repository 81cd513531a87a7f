import type { WatchEvent } from '@gantry/api/client/resource-client';
import { Lease } from '@gantry/api/kinds/coordination/lease';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { openStore } from '@gantry/store/open-store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRegistryClient } from './client.ts';
import type { Registry, WatcherEvent, WatchHandle, WatchQuery } from './registry.ts';
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
let namespace: string;
beforeAll(async () => {
  fixture = await startRegistry();
});
beforeEach(async () => {
  namespace = await fixture.namespace();
});
afterAll(() => fixture.stop());

/** A watcher that writes down what it is told. */
class Recorder {
  readonly batches: (readonly WatcherEvent[])[] = [];
  readonly lines: string[] = [];
  end: Error | undefined;

  events(events: readonly WatcherEvent[]): void {
    this.batches.push(events);
    for (const { type, object } of events) this.lines.push(`${type} ${object.metadata.name}`);
  }

  initialEventsEnd(revision: number): void {
    this.lines.push(`INITIAL ${revision}`);
  }

  ended(error: Error): void {
    this.end = error;
  }
}

const open: WatchHandle[] = [];
afterEach(() => {
  for (const handle of open.splice(0)) handle.close();
});

async function watch(query: WatchQuery, registry: Registry = fixture.registry) {
  const recorder = new Recorder();
  const handle = await registry.watch(ConfigMap, { namespace, ...query }, recorder);
  open.push(handle);
  return { recorder, handle };
}

const now = () => String(fixture.store.revision);

const add = (name: string, labels: Record<string, string> = {}) =>
  make(fixture, ConfigMap, { metadata: { name, namespace, labels } });

const relabel = (object: KubeObject, labels: Record<string, string>) =>
  fixture.registry.update(
    { kind: ConfigMap, name: { namespace, name: object.metadata.name ?? '' } },
    body({ ...object, metadata: { ...object.metadata, labels } }),
    context(),
  );

const remove = (name: string) => fixture.registry.delete({ kind: ConfigMap, name: { namespace, name } }, {}, context());

describe('a watch', () => {
  it.each([
    [{}],
    [{ resourceVersion: '0' }],
    [{ resourceVersion: '0', sendInitialEvents: true }],
  ])('from %j begins with what is there', async (query) => {
    await add('a');
    const { recorder } = await watch(query);
    await add('b');
    expect(recorder.lines).toEqual(['ADDED a', `INITIAL ${fixture.store.revision - 1}`, 'ADDED b']);
  });

  it('from a version has every event after it, once, in order', async () => {
    const a = await add('a');
    const since = a.metadata.resourceVersion ?? '';
    const { object } = await relabel(a, { x: 'y' });
    await remove('a');
    const { recorder, handle } = await watch({ resourceVersion: since });
    await add('b');
    expect(recorder.lines).toEqual(['MODIFIED a', 'DELETED a', 'ADDED b']);
    const events = recorder.batches.flat();
    expect(events[1]?.object.metadata.labels).toEqual({ x: 'y' });
    expect(Number(events[1]?.object.metadata.resourceVersion)).toBe(Number(object.metadata.resourceVersion) + 1);
    expect(events.map(({ revision }) => String(revision))).toEqual(
      events.map((event) => event.object.metadata.resourceVersion),
    );
    expect(handle.revision).toBe(fixture.store.revision);
  });

  it('that asks for no beginning has only what follows', async () => {
    await add('a');
    const { recorder } = await watch({ sendInitialEvents: false });
    await add('b');
    expect(recorder.lines).toEqual(['ADDED b']);
  });

  it('has nothing of other namespaces and kinds, but moves on with them', async () => {
    const { recorder, handle } = await watch({ resourceVersion: now() });
    const other = await fixture.namespace();
    await make(fixture, ConfigMap, { metadata: { name: 'x', namespace: other } });
    await make(fixture, Lease, { metadata: { name: 'x', namespace }, spec: {} });
    expect(recorder.batches).toEqual([]);
    expect(handle.revision).toBe(fixture.store.revision);
  });

  it('sees an object come when it begins to match and go when it stops', async () => {
    const { recorder } = await watch({ resourceVersion: now(), labelSelector: 'app=x' });
    const a = await add('a');
    const { object: matching } = await relabel(a, { app: 'x' });
    const { object: still } = await relabel(matching, { app: 'x', more: '1' });
    const { object: gone } = await relabel(still, {});
    await relabel(gone, { app: 'y' });
    await remove('a');
    await add('b', { app: 'x' });
    await remove('b');
    expect(recorder.lines).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED b', 'DELETED b']);
    const left = recorder.batches.flat()[2]?.object;
    expect(left?.metadata.labels).toEqual({ app: 'x', more: '1' });
    expect(left?.metadata.resourceVersion).toBe(gone.metadata.resourceVersion);
  });

  it('of one name sees only that', async () => {
    const { recorder } = await watch({ fieldSelector: 'metadata.name=b' });
    await add('a');
    await add('b');
    expect(recorder.lines).toEqual([expect.stringMatching(/^INITIAL/), 'ADDED b']);
  });

  it('is told nothing after it was closed', async () => {
    const { recorder, handle } = await watch({ resourceVersion: now() });
    handle.close();
    await add('a');
    expect(recorder.lines).toEqual([]);
  });

  it('from a version that is forgotten is refused', async () => {
    const a = await add('a');
    const forgetful = await openStore({ url: fixture.url, retention: 0, recent: { events: 1, size: 1 } });
    try {
      await remove('a');
      const oldest = await forgetful.compact();
      const query = { resourceVersion: String(Number(a.metadata.resourceVersion) - 1) };
      expect(await refusal(watch(query, registryOn(forgetful)))).toEqual(
        failure(410, 'Expired', `too old resource version: ${query.resourceVersion} (${oldest})`),
      );
    } finally {
      await forgetful.close();
    }
  });
});

describe('many watchers', () => {
  it('of the same selection are handed the same array', async () => {
    const plain = await Promise.all(
      Array.from({ length: 50 }, () => fixture.registry.watch(ConfigMap, { resourceVersion: now() }, new Recorder())),
    );
    open.push(...plain);
    const recorders = await Promise.all(
      Array.from({ length: 50 }, () => watch({ resourceVersion: now(), labelSelector: 'app=x' })),
    );
    await add('a', { app: 'x' });
    const batches = new Set(recorders.map(({ recorder }) => recorder.batches[0]));
    expect(batches.size).toBe(1);
    const objects = new Set(recorders.map(({ recorder }) => recorder.batches[0]?.[0]?.object));
    expect([...objects]).toEqual([fixture.store.get({ resource: 'configmaps', namespace, name: 'a' })]);
  });
});

describe('a client', () => {
  const asked: string[] = [];
  const client = (refuse?: string) =>
    createRegistryClient(fixture.registry, {
      user: { name: 'system:controller', groups: [] },
      userAgent: 'gantry-controller/0.1',
      authorize: (user, { verb, resource, subresource, namespace: where, name }) => {
        asked.push(`${user.name} ${verb} ${resource}/${subresource} ${where}/${name}`);
        if (verb === refuse) throw new Error('refused');
      },
    });

  it('reads and writes by the same rules, and is asked for its rights each time', async () => {
    asked.length = 0;
    const configMaps = client();
    const object: ConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace },
      data: { a: '0' },
    };
    const created = await configMaps.create(ConfigMap, object);
    const updated = await configMaps.update(ConfigMap, { ...created, data: { a: '1' } });
    expect(updated.metadata.managedFields?.[0]).toMatchObject({ manager: 'gantry-controller' });
    const patched = await configMaps.patch(
      ConfigMap,
      { namespace, name: 'a' },
      { type: 'merge', body: { data: { b: '2' } } },
    );
    expect(patched.data).toEqual({ a: '1', b: '2' });
    const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { c: '3' } };
    await configMaps.patch(
      ConfigMap,
      { namespace, name: 'a' },
      { type: 'apply', body: applied, fieldManager: 'me', force: false },
    );
    expect((await configMaps.get(ConfigMap, { namespace, name: 'a' })).data).toEqual({ a: '1', b: '2', c: '3' });
    expect((await configMaps.list(ConfigMap, { namespace })).items).toHaveLength(1);
    await configMaps.delete(ConfigMap, { namespace, name: 'a' });
    const who = 'system:controller';
    expect(asked).toEqual([
      `${who} create configmaps/ ${namespace}/`,
      `${who} update configmaps/ ${namespace}/a`,
      `${who} patch configmaps/ ${namespace}/a`,
      `${who} patch configmaps/ ${namespace}/a`,
      `${who} get configmaps/ ${namespace}/a`,
      `${who} list configmaps/ ${namespace}/`,
      `${who} delete configmaps/ ${namespace}/a`,
    ]);
  });

  it('without a right changes nothing', async () => {
    const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } };
    await expect(client('create').create(ConfigMap, object)).rejects.toThrow('refused');
    expect(fixture.store.get({ resource: 'configmaps', namespace, name: 'a' })).toBeUndefined();
  });

  it('watches until it is told to stop', async () => {
    const stop = new AbortController();
    const resourceVersion = now();
    const seen: string[] = [];
    const events = client().watch(ConfigMap, { namespace, resourceVersion, signal: stop.signal });
    const note = (event: WatchEvent<ConfigMap>) => {
      if (event.type !== 'BOOKMARK') seen.push(`${event.type} ${event.object.metadata.name}`);
      if (seen.length === 3) stop.abort();
    };
    const reading = (async () => {
      for await (const event of events) note(event);
    })();
    await add('a');
    await add('b');
    await remove('a');
    await reading;
    expect(seen).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
  });

  it('that lost its lease writes nothing', async () => {
    await make(fixture, Lease, {
      metadata: { name: 'leader', namespace },
      spec: { holderIdentity: 'me', leaseTransitions: 3 },
    });
    const fenced = (term: number) =>
      createRegistryClient(fixture.registry, {
        user: { name: 'c', groups: [] },
        userAgent: 'c',
        fence: () => ({ namespace, name: 'leader', holder: 'me', term }),
        authorize: () => undefined,
      });
    const object = (name: string): ConfigMap => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
    });
    await fenced(3).create(ConfigMap, object('a'));
    expect(await refusal(fenced(2).create(ConfigMap, object('b')))).toMatchObject({ code: 409, reason: 'Conflict' });
  });
});
