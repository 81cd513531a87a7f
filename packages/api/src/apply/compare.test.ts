// Comparing takes time in proportion to what is compared, however often an item is repeated.
import { expect, test } from 'vitest';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { compareObjects } from './compare.ts';

test('an item repeated 200,000 times is compared within a second', () => {
  const metadata = { name: 'a', finalizers: Array.from({ length: 200_000 }, () => 'example.com/a') };
  const started = performance.now();
  const { added } = compareObjects(ConfigMap.shape, {}, { metadata });
  expect(added.isEmpty()).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});
