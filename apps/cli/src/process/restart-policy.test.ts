import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('waits 1, 2, 4 and 8 s, and gives up at the fifth death within a minute', () => {
  const policy = new RestartPolicy();
  const waits = [0, 1, 2, 3, 4].map((second) => policy.died(second * 1000));
  expect(waits).toEqual([1000, 2000, 4000, 8000, undefined]);
});

test('deaths more than a minute ago are forgotten', () => {
  const policy = new RestartPolicy();
  for (let death = 0; death < 20; death += 1) expect(policy.died(death * 61_000)).toBe(1000);
});
