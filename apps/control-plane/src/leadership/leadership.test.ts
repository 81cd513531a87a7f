// Who leads when two replicas stand for election on one database, and what becomes of a leader that lost its lease.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ResourceClient } from '@gantry/api/client/resource-client';
import { Lease } from '@gantry/api/kinds/coordination/lease';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Fence, ObjectStore } from '@gantry/store/object-store';
import { openStore } from '@gantry/store/open-store';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createRegistryClient } from '../registry/client.ts';
import type { Registry } from '../registry/registry.ts';
import { type RegistryFixture, registryOn, startRegistry } from '../registry/testing/registry-fixture.ts';
import { runLeadership } from './leadership.ts';
import { isGone, processIdentity } from './process-identity.ts';

let fixture: RegistryFixture;
let second: { store: ObjectStore; registry: Registry };
let namespace = '';
const running: Replica[] = [];

beforeAll(async () => {
  fixture = await startRegistry();
  const store = await openStore({ url: fixture.url });
  second = { store, registry: registryOn(store) };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((replica) => replica.stop()));
});
afterAll(async () => {
  await second.store.close();
  await fixture.stop();
});

const clientOn = (registry: Registry, fence?: Fence): ResourceClient =>
  createRegistryClient(registry, {
    user: { name: 'system:leadership', groups: ['system:masters'] },
    userAgent: 'leadership',
    ...(fence && { fence: () => fence }),
    authorize: () => undefined,
  });

/** Everything twenty times as fast as usual, but the lease, which counts whole seconds. */
const times = { leaseDurationSeconds: 1, retryPeriod: 50, renewDeadline: 500 };

const silent = { info: () => undefined, warn: () => undefined };

/** A replica that stands for election; what it leads with is remembered. */
class Replica {
  readonly identity: string;
  /** Terms it began to lead in. */
  readonly terms: number[] = [];
  fence: Fence | undefined;
  leading = false;
  /** While set, its clock stands still as far as others see: no request of its candidate comes through. */
  paused = false;
  readonly #registry: Registry;
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;

  constructor(registry: Registry, identity: string) {
    this.identity = identity;
    this.#registry = registry;
    running.push(this);
    this.#ended = runLeadership(
      {
        client: this.#pausable(clientOn(registry)),
        identity,
        isGone,
        times,
        lease: { namespace, name: 'leader' },
        log: silent,
        lead: (fence, signal) => this.#lead(fence, signal),
      },
      this.#ending.signal,
    );
  }

  /** Writes as the leader it believes to be. */
  write(name: string) {
    return clientOn(this.#registry, this.fence).create(ConfigMap, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace, name },
    });
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#ended;
  }

  async #lead(fence: Fence, signal: AbortSignal): Promise<void> {
    this.fence = fence;
    this.terms.push(fence.term);
    this.leading = true;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    this.leading = false;
  }

  #pausable(client: ResourceClient): ResourceClient {
    const held = () => {
      if (this.paused) throw new StatusError('Timeout', 'paused');
    };
    return {
      get: async (kind, name) => {
        held();
        return client.get(kind, name);
      },
      update: async (kind, object, options) => {
        held();
        return client.update(kind, object, options);
      },
      create: (kind, object) => client.create(kind, object),
      list: (kind, options) => client.list(kind, options),
      watch: (kind, options) => client.watch(kind, options),
      patch: (kind, name, ...rest) => client.patch(kind, name, ...rest),
      delete: (kind, name, options) => client.delete(kind, name, options),
    };
  }
}

const eventually = (what: () => unknown, timeout = 30_000) => expect.poll(what, { timeout, interval: 10 });

async function electTwo(names: readonly [string, string]): Promise<{ leader: Replica; follower: Replica }> {
  namespace = await fixture.namespace();
  await second.store.caughtUp(fixture.store.revision);
  const one = new Replica(fixture.registry, names[0]);
  const two = new Replica(second.registry, names[1]);
  await eventually(() => one.leading || two.leading).toBe(true);
  return one.leading ? { leader: one, follower: two } : { leader: two, follower: one };
}

const lease = async () => (await clientOn(fixture.registry).get(Lease, { namespace, name: 'leader' })).spec;

/** Looks at both until several times the retry period has passed; the renewals show that it has. */
async function watchRenewals(count: number): Promise<void> {
  const renewals = new Set<string | undefined>();
  await eventually(async () => renewals.add((await lease())?.renewTime).size).toBeGreaterThan(count);
}

test('one of two leads, renews, and the other waits', async () => {
  const { leader, follower } = await electTwo(['one', 'two']);
  await watchRenewals(10);
  expect([leader.leading, leader.terms, follower.leading, follower.terms]).toEqual([true, [0], false, []]);
  expect(await lease()).toMatchObject({ holderIdentity: leader.identity, leaseTransitions: 0 });
});

test('a leader that stops gives the lease up: the other leads at once, in the next term', async () => {
  const { leader, follower } = await electTwo(['one', 'two']);
  await leader.stop();
  const stopped = performance.now();
  await eventually(() => follower.leading).toBe(true);
  expect(performance.now() - stopped).toBeLessThan(times.leaseDurationSeconds * 1000);
  expect(follower.terms).toEqual([1]);
  expect(leader.leading).toBe(false);
});

test('a leader that was killed on this machine is followed at once, in the next term', async () => {
  const processes = [sleeper(), sleeper()] as const;
  const { leader, follower } = await electTwo([identityOf(processes[0]), identityOf(processes[1])]);
  const victim = leader.identity === identityOf(processes[0]) ? processes[0] : processes[1];
  leader.paused = true;
  const ended = once(victim, 'exit');
  victim.kill('SIGKILL');
  await ended;
  const killed = performance.now();
  await eventually(() => follower.leading).toBe(true);
  expect(performance.now() - killed).toBeLessThan(times.leaseDurationSeconds * 1000);
  expect(follower.terms).toEqual([1]);
  for (const process of processes) process.kill('SIGKILL');
});

test('a leader that stands still for longer than its lease writes nothing any more', async () => {
  const { leader, follower } = await electTwo(['one', 'two']);
  await leader.write('before');
  const { fence } = leader;
  leader.paused = true;
  await eventually(() => follower.leading).toBe(true);
  expect(follower.terms).toEqual([1]);
  // It still holds the fence it led with, as a process does that was stopped in the middle of a plan.
  leader.fence = fence;
  const late = await leader.write('late').catch((error: unknown) => error);
  expect(late).toBeInstanceOf(StatusError);
  expect(late).toMatchObject({ code: 409, reason: 'Conflict' });
  await follower.write('after');
  await fixture.store.caughtUp(second.store.revision);
  const { items } = await clientOn(fixture.registry).list(ConfigMap, { namespace });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['after', 'before']);
});

test('a leader that comes back and finds another ends its reign before its own deadline', async () => {
  const { leader, follower } = await electTwo(['one', 'two']);
  // As after a stop signal: the clock went on, nothing else did, and the first thing it sees is the other's lease.
  const client = clientOn(fixture.registry);
  const taken = await client.get(Lease, { namespace, name: 'leader' });
  const spec = { ...taken.spec, holderIdentity: 'a third', leaseDurationSeconds: 3600, leaseTransitions: 7 };
  await client
    .update(Lease, { ...taken, spec })
    .catch(() => client.update(Lease, { ...taken, metadata: { ...taken.metadata, resourceVersion: undefined }, spec }));
  const since = performance.now();
  await eventually(() => leader.leading).toBe(false);
  expect(performance.now() - since).toBeLessThan(times.renewDeadline / 2);
  expect([leader.terms, follower.terms]).toEqual([[0], []]);
});

const sleeper = () => spawn('sleep', ['60'], { stdio: 'ignore' });

/** The identity that a control plane running as this process would have. */
function identityOf({ pid }: ChildProcess): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return processIdentity().replace(/\d+_\d+$/, `${pid}_${start}`);
}
