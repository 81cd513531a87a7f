// The controllers on a real registry and a real database: what becomes of owners, dependents and namespaces.
import { Node } from '@gantry/api/kinds/core/node';
import { Secret } from '@gantry/api/kinds/core/secret';
import type { KubeObject, OwnerReference } from '@gantry/api/meta/object-meta';
import { isRecord } from '@gantry/api/schema/decode';
import { openStore } from '@gantry/store/open-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RegistryFixture, refusal, registryOn, startRegistry } from '../registry/testing/registry-fixture.ts';
import { ownedBy, type Replica, Scene, startControllers } from './testing/scene.ts';

let fixture: RegistryFixture;
/** A second replica on the same database, which does not lead. */
let other: Replica;
let stopControllers: () => Promise<void>;

beforeAll(async () => {
  fixture = await startRegistry();
  const store = await openStore({ url: fixture.url });
  other = { registry: registryOn(store), store };
  stopControllers = startControllers(fixture);
});
afterAll(async () => {
  await stopControllers();
  await other.store.close();
  await fixture.stop();
});

const eventually = (what: () => unknown) => expect.poll(what, { timeout: 10_000, interval: 5 });

/** Returns once the controllers have worked off what happened up to now: they collect an orphan made now. */
async function caughtUp(scene: Scene): Promise<void> {
  await scene.make('sentinel', { kind: Secret, owners: [nobody] });
  await eventually(() => scene.get('sentinel', Secret)).toBeUndefined();
}

const nobody: OwnerReference = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'nobody',
  uid: '00000000-0000-4000-8000-000000000000',
};

/** Creates objects as fast as it can, whatever is answered. */
async function createUntil(scene: Scene, prefix: string, signal: AbortSignal): Promise<void> {
  for (let number = 0; !signal.aborted; number += 4) {
    const names = [0, 1, 2, 3].map((more) => `${prefix}-${number + more}`);
    await Promise.allSettled(names.map((name) => scene.make(name)));
    // A refusal takes no turn of the event loop: without this nobody else would come to anything.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const finalizersOf = (object: KubeObject | undefined) => object?.metadata.finalizers;
const ownersOf = (object: KubeObject | undefined) => object?.metadata.ownerReferences?.map(({ name }) => name);

/** owner ← child ← grandchild */
async function chain(scene: Scene, block = true): Promise<void> {
  const owner = await scene.make('owner');
  const child = await scene.make('child', { owners: [ownedBy(owner, block)] });
  await scene.make('grandchild', { owners: [ownedBy(child, block)] });
}

describe('deletion in the background', () => {
  test('removes the owner at once and the whole chain behind it', async () => {
    const scene = await Scene.start(fixture);
    await chain(scene);
    await scene.remove('owner', 'Background');
    expect(scene.get('owner')).toBeUndefined();
    await eventually(() => scene.names()).toEqual([]);
  });

  test('keeps what another owner still holds, without the reference to the one that went', async () => {
    const scene = await Scene.start(fixture);
    const [one, two] = [await scene.make('one'), await scene.make('two', { kind: Secret })];
    await scene.make('shared', { owners: [ownedBy(one), ownedBy(two)] });
    await scene.remove('one', 'Background');
    await eventually(() => ownersOf(scene.get('shared'))).toEqual(['two']);
    await scene.remove('two', 'Background', Secret);
    await eventually(() => scene.get('shared')).toBeUndefined();
  });

  test('marks a dependent that has a finalizer and leaves it to who set it', async () => {
    const scene = await Scene.start(fixture);
    const owner = await scene.make('owner');
    await scene.make('kept', { owners: [ownedBy(owner)], finalizers: ['example.com/hold'] });
    await scene.remove('owner', 'Background');
    await eventually(() => scene.get('kept')?.metadata.deletionTimestamp).toBeTruthy();
    await scene.free('kept');
    await eventually(() => scene.get('kept')).toBeUndefined();
  });
});

describe('deletion in the foreground', () => {
  test('ends a chain from its end, each owner after what blocks it', async () => {
    const scene = await Scene.start(fixture);
    await chain(scene);
    const gone: string[] = [];
    const watching = await fixture.store.subscribe(
      'configmaps',
      fixture.store.revision,
      (events) => {
        for (const { type, key } of events)
          if (type === 'DELETED' && key.namespace === scene.namespace) gone.push(key.name);
      },
      () => undefined,
    );
    await scene.remove('owner', 'Foreground');
    expect(finalizersOf(scene.get('owner'))).toEqual(['foregroundDeletion']);
    await eventually(() => gone).toEqual(['grandchild', 'child', 'owner']);
    watching.close();
  });

  test('waits for a blocking dependent that has a finalizer', async () => {
    const scene = await Scene.start(fixture);
    const owner = await scene.make('owner');
    await scene.make('blocking', { owners: [ownedBy(owner)], finalizers: ['example.com/hold'] });
    await scene.remove('owner', 'Foreground');
    await eventually(() => scene.get('blocking')?.metadata.deletionTimestamp).toBeTruthy();
    await caughtUp(scene);
    expect(finalizersOf(scene.get('owner'))).toEqual(['foregroundDeletion']);
    await scene.free('blocking');
    await eventually(() => scene.names()).toEqual([]);
  });

  test('does not wait for a dependent that does not block', async () => {
    const scene = await Scene.start(fixture);
    const owner = await scene.make('owner');
    await scene.make('slow', { owners: [ownedBy(owner, false)], finalizers: ['example.com/hold'] });
    await scene.remove('owner', 'Foreground');
    await eventually(() => scene.get('owner')).toBeUndefined();
    await eventually(() => scene.get('slow')?.metadata.deletionTimestamp).toBeTruthy();
  });

  test('takes a shared dependent off one owner and goes on', async () => {
    const scene = await Scene.start(fixture);
    const [one, two] = [await scene.make('one'), await scene.make('two')];
    await scene.make('shared', { owners: [ownedBy(one), ownedBy(two)] });
    await scene.remove('one', 'Foreground');
    await eventually(() => scene.get('one')).toBeUndefined();
    expect(ownersOf(scene.get('shared'))).toEqual(['two']);
  });

  test('ends objects that own each other in a circle', async () => {
    const scene = await Scene.start(fixture);
    const first = await scene.make('first');
    const second = await scene.make('second', { owners: [ownedBy(first)] });
    const third = await scene.make('third', { owners: [ownedBy(second)] });
    await scene.change('first', { metadata: { ownerReferences: [ownedBy(third)] } });
    await scene.remove('first', 'Foreground');
    await eventually(() => scene.names()).toEqual([]);
  });
});

describe('orphaning', () => {
  test('lets dependents go free before the owner goes, and they stay', async () => {
    const scene = await Scene.start(fixture);
    await chain(scene);
    await scene.remove('owner', 'Orphan');
    await eventually(() => scene.get('owner')).toBeUndefined();
    expect(ownersOf(scene.get('child')) ?? []).toEqual([]);
    await caughtUp(scene);
    expect(scene.names()).toEqual(['child', 'grandchild']);
  });
});

describe('an owner that is not', () => {
  test('there from the start: its dependent is collected', async () => {
    const scene = await Scene.start(fixture);
    await scene.make('lost', { owners: [nobody] });
    await eventually(() => scene.get('lost')).toBeUndefined();
  });

  test('of this namespace: its dependent is collected, its own stays', async () => {
    const [home, away] = [await Scene.start(fixture), await Scene.start(fixture)];
    const owner = await home.make('owner');
    await home.make('own', { owners: [ownedBy(owner)] });
    await away.make('strange', { owners: [ownedBy(owner)] });
    await eventually(() => away.get('strange')).toBeUndefined();
    expect(home.names()).toEqual(['own', 'owner']);
  });

  test('the one of that name any more: the new one is no owner', async () => {
    const scene = await Scene.start(fixture);
    const owner = await scene.make('owner', { finalizers: ['example.com/hold'] });
    await scene.make('old', { owners: [ownedBy(owner)] });
    await scene.remove('owner', 'Background');
    await scene.free('owner');
    const renewed = await scene.make('owner');
    await scene.make('new', { owners: [ownedBy(renewed)] });
    await eventually(() => scene.names()).toEqual(['new', 'owner']);
  });

  test('of a kind that is served: nothing is collected on its account', async () => {
    const scene = await Scene.start(fixture);
    await scene.make('foreign', { owners: [{ ...nobody, apiVersion: 'example.com/v1', kind: 'Widget' }] });
    await caughtUp(scene);
    expect(scene.names()).toEqual(['foreign']);
  });

  test('cluster-wide, though what it should own is: such an owner cannot be looked up, and its dependent stays', async () => {
    const scene = await Scene.start(fixture);
    const owner = await scene.make('owner');
    await scene.make(`${scene.namespace}-a`, { kind: Node, owners: [ownedBy(owner)] });
    await scene.make(`${scene.namespace}-b`, { kind: Node, owners: [nobody] });
    await scene.remove('owner', 'Background');
    await caughtUp(scene);
    expect(scene.get(`${scene.namespace}-a`, Node)).toBeDefined();
    expect(scene.get(`${scene.namespace}-b`, Node)).toBeDefined();
  });
});

test('an owner without namespace owns in every namespace', async () => {
  const [one, two] = [await Scene.start(fixture), await Scene.start(fixture)];
  const node = await one.make(`${one.namespace}-node`, { kind: Node });
  await one.make('here', { owners: [ownedBy(node)] });
  await two.make('there', { owners: [ownedBy(node)] });
  await caughtUp(two);
  expect([...one.names(), ...two.names()]).toEqual(['here', 'there']);
  await one.remove(`${one.namespace}-node`, 'Background', Node);
  await eventually(() => [...one.names(), ...two.names()]).toEqual([]);
});

describe('deletion of a namespace', () => {
  const conditionsOf = (scene: Scene) => {
    const status: unknown = Object(scene.theNamespace()).status;
    return isRecord(status) && Array.isArray(status.conditions) ? status.conditions : [];
  };

  test('takes everything in it along', async () => {
    const scene = await Scene.start(fixture);
    await chain(scene);
    await scene.make('secret', { kind: Secret });
    await scene.removeNamespace();
    await eventually(() => scene.theNamespace()).toBeUndefined();
    expect([scene.names(), scene.get('secret', Secret)]).toEqual([[], undefined]);
  });

  test('says what keeps it, and ends when that is gone', async () => {
    const scene = await Scene.start(fixture);
    await scene.make('kept', { finalizers: ['example.com/hold'] });
    await scene.make('free');
    await scene.removeNamespace();
    await eventually(() => conditionsOf(scene)).toEqual([
      expect.objectContaining({
        type: 'NamespaceContentRemaining',
        status: 'True',
        reason: 'SomeResourcesRemain',
        message: 'Some resources are remaining: configmaps. has 1 resource instances',
      }),
      expect.objectContaining({
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        reason: 'SomeFinalizersRemain',
        message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
      }),
    ]);
    const refused = await refusal(scene.make('late'));
    expect(refused).toMatchObject({ reason: 'Forbidden', code: 403 });
    await scene.free('kept');
    await eventually(() => scene.theNamespace()).toBeUndefined();
  });

  test('leaves nothing behind when two replicas create in it meanwhile', async () => {
    for (let round = 0; round < 10; round += 1) {
      const scene = await Scene.start(fixture);
      await eventually(() => scene.through(other).theNamespace()).toBeDefined();
      const ending = new AbortController();
      const writers = [scene, scene.through(other)].map((view, index) => createUntil(view, `w${index}`, ending.signal));
      await eventually(() => scene.names().length).toBeGreaterThan(20);
      await (round % 2 === 0 ? scene : scene.through(other)).removeNamespace();
      await eventually(() => scene.theNamespace()).toBeUndefined();
      ending.abort();
      await Promise.all(writers);
      await other.store.caughtUp(fixture.store.revision);
      await fixture.store.caughtUp(other.store.revision);
      expect([scene.names(), scene.through(other).names()]).toEqual([[], []]);
      expect(scene.through(other).theNamespace()).toBeUndefined();
    }
  });
});
