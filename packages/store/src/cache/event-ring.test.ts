// The ring keeps the newest events within its bounds and knows from where on it is whole.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import type { StoreEvent } from '../object-store.ts';
import { key, makeObject } from '../testing/objects.ts';
import { EventRing } from './event-ring.ts';

const event = (revision: number): StoreEvent => ({
  type: 'ADDED',
  revision,
  key: key(`n${revision}`),
  object: makeObject(key(`n${revision}`)),
});
const revisions = (ring: EventRing, after: number) => ring.after(after).map(({ revision }) => revision);

test('bounded by count: the floor is the newest event dropped', () => {
  const ring = new EventRing({ events: 3, size: 1e9 }, 10);
  expect(ring.floor).toBe(10);
  for (const revision of [11, 14, 15]) ring.push(event(revision), 1);
  expect([ring.floor, revisions(ring, 10)]).toEqual([10, [11, 14, 15]]);
  ring.push(event(20), 1);
  expect([ring.floor, revisions(ring, 11), revisions(ring, 14), revisions(ring, 20)]).toEqual([
    11,
    [14, 15, 20],
    [15, 20],
    [],
  ]);
});

test('bounded by size', () => {
  const ring = new EventRing({ events: 100, size: 10 }, 0);
  for (let revision = 1; revision <= 5; revision++) ring.push(event(revision), 4);
  expect([ring.floor, revisions(ring, 3)]).toEqual([3, [4, 5]]);
  ring.push(event(6), 11);
  expect([ring.floor, revisions(ring, 6)]).toEqual([6, []]);
});

test('stays right over many turns', () => {
  const ring = new EventRing({ events: 50, size: 1e9 }, 0);
  for (let revision = 1; revision <= 10_000; revision++) ring.push(event(revision), 1);
  expect([ring.floor, revisions(ring, 9_990)]).toEqual([
    9_950,
    [9_991, 9_992, 9_993, 9_994, 9_995, 9_996, 9_997, 9_998, 9_999, 10_000],
  ]);
});

test('what was dropped can be collected at once', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const ring = new EventRing({ events: 1, size: 1e9 }, 0);
  const dropped = new WeakRef(event(1));
  const push = (revision: number) => ring.push(revision === 1 ? (dropped.deref() ?? event(1)) : event(revision), 1);
  push(1);
  push(2);
  await vi.waitFor(() => {
    collect();
    // A failed comparison would hold on to what it was shown.
    expect(dropped.deref() === undefined).toBe(true);
  });
  expect(revisions(ring, 1)).toEqual([2]);
});
