import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('after a steady run it starts again almost at once, however often', () => {
  const policy = new RestartPolicy();
  for (let death = 0; death < 200; death += 1) expect(policy.died(2_000)).toBe(100);
});

test('after short runs it waits longer each time, up to 10 s, and never gives up', () => {
  const policy = new RestartPolicy();
  const waits = Array.from({ length: 9 }, () => policy.died(1_999));
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test('gives up when no start worked for half a minute, and not before the fifth', () => {
  const policy = new RestartPolicy();
  policy.died(60_000);
  expect([0, 1, 2, 3, 4].map((second) => policy.failed(second * 1000))).toEqual([200, 400, 800, 1600, 3200]);
  expect(policy.failed(29_999)).toBe(6400);
  expect(policy.failed(30_000)).toBeUndefined();
  const slow = new RestartPolicy();
  expect([0, 20, 40, 60, 80].map((second) => slow.failed(second * 1000)).map(Boolean)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});

test('a start that worked forgets the ones that failed', () => {
  const policy = new RestartPolicy();
  for (let round = 0; round < 20; round += 1) {
    expect(policy.failed(round * 60_000)).toBeDefined();
    policy.died(60_000);
  }
});
