// Every controller killed after every n-th write and started again with old news: it ends in the state it would have
// reached undisturbed.

import { isDeepStrictEqual } from 'node:util';
import type { ListResult } from '@gantry/api/client/resource-client';
import { Secret } from '@gantry/api/kinds/core/secret';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { runWithCrashes } from '@gantry/controller-kit/testing/run-with-crashes';
import { staleReads } from '@gantry/controller-kit/testing/stale-reads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RegistryFixture, startRegistry } from '../registry/testing/registry-fixture.ts';
import { clientOn, ownedBy, runnerOn, Scene } from './testing/scene.ts';

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await startRegistry();
});
afterAll(() => fixture.stop());

/** Milliseconds without a write after which the caches have long caught up and nothing more comes. */
const quiet = 200;
/** As long is waited where something is still amiss. */
const patience = 3_000;

interface Scenes {
  chain: Scene;
  orphans: Scene;
  shared: Scene;
  ending: Scene;
}

async function prepare(): Promise<Scenes> {
  const start = () => Scene.start(fixture);
  const scenes = { chain: await start(), orphans: await start(), shared: await start(), ending: await start() };
  for (const scene of [scenes.chain, scenes.orphans, scenes.ending]) await makeFamily(scene);
  const [one, two] = [await scenes.shared.make('one', { kind: Secret }), await scenes.shared.make('two')];
  for (const name of ['a', 'b', 'c']) await scenes.shared.make(name, { owners: [ownedBy(one), ownedBy(two)] });
  await scenes.shared.make('only', { owners: [ownedBy(one)] });
  return scenes;
}

/** An owner with three children, one of which has a child. */
async function makeFamily(scene: Scene): Promise<void> {
  const owner = await scene.make('owner', { kind: Secret });
  const [first] = [
    await scene.make('a', { owners: [ownedBy(owner)] }),
    await scene.make('b', { owners: [ownedBy(owner)] }),
  ];
  await scene.make('c', { owners: [ownedBy(owner)], kind: Secret });
  await scene.make('grandchild', { owners: [ownedBy(first)] });
}

/** The first news that any run begins with: everything is still whole. */
async function remember(): Promise<Map<KindDefinition, ListResult<KubeObject>>> {
  const memory = new Map<KindDefinition, ListResult<KubeObject>>();
  const { controllers } = runnerOn(fixture);
  const client = staleReads(clientOn(fixture.registry, 'controllers'), { lateness: () => 0, memory });
  for (const { watches } of controllers) for (const { kind } of watches) await client.list(kind);
  return memory;
}

async function disturb({ chain, orphans, shared, ending }: Scenes): Promise<void> {
  await chain.remove('owner', 'Foreground', Secret);
  await orphans.remove('owner', 'Orphan', Secret);
  await shared.remove('one', 'Background', Secret);
  await ending.removeNamespace();
}

const owners = (object: KubeObject | undefined) => object?.metadata.ownerReferences?.map(({ name }) => name) ?? [];

const stateOf = ({ chain, orphans, shared, ending }: Scenes) => ({
  chain: [chain.names(), chain.get('owner', Secret)],
  orphans: orphans.names().map((name) => [name, owners(orphans.get(name))]),
  orphanedSecret: owners(orphans.get('c', Secret)),
  orphaner: orphans.get('owner', Secret),
  shared: shared.names().map((name) => [name, owners(shared.get(name))]),
  ending: [ending.theNamespace(), ending.names(), ending.get('c', Secret)],
});

const wanted: ReturnType<typeof stateOf> = {
  chain: [[], undefined],
  orphans: [
    ['a', []],
    ['b', []],
    ['grandchild', ['a']],
  ],
  orphanedSecret: [],
  orphaner: undefined,
  shared: [
    ['a', ['two']],
    ['b', ['two']],
    ['c', ['two']],
    ['two', []],
  ],
  ending: [undefined, [], undefined],
};

test.each([1, 2, 3, 5, Number.POSITIVE_INFINITY])('killed after every %d writes', async (everyWrites) => {
  const scenes = await prepare();
  const memory = await remember();
  await disturb(scenes);
  let seen = { revision: 0, at: 0 };
  const isQuiet = () => {
    const { revision } = fixture.store;
    if (revision !== seen.revision) seen = { revision, at: performance.now() };
    return performance.now() - seen.at > (isDeepStrictEqual(stateOf(scenes), wanted) ? quiet : patience);
  };
  const informerClient = staleReads(clientOn(fixture.registry, 'controllers'), {
    lateness: () => Math.random() * 5,
    memory,
  });
  const crashes = await runWithCrashes({ ...runnerOn(fixture), informerClient }, { everyWrites, settled: isQuiet });
  expect(stateOf(scenes)).toEqual(wanted);
  // Some twenty writes lead there; a killed process may have up to eight on their way.
  if (Number.isFinite(everyWrites)) expect(crashes).toBeGreaterThanOrEqual(Math.floor(8 / everyWrites));
});
