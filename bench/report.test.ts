// What a run prints: one object a line with every field, and a table that names target and ratio.
import { expect, test } from 'vitest';
import type { Measurement } from './measurement.ts';
import { jsonLines, table } from './report.ts';
import { median, percentile } from './statistics.ts';

const measurements: Measurement[] = [
  { metric: 'GET p99', unit: 'ms', value: 3, target: { atMost: 5 }, peer: { name: 'bare', value: 2 } },
  { metric: 'PSS', unit: 'MB', value: 12_345.6 },
];

test('a JSON object a line, with null where there is no peer', () => {
  const lines = jsonLines('api', measurements).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { bench: 'api', metric: 'GET p99', unit: 'ms', value: 3, peer: 'bare', peerValue: 2, ratio: 1.5 },
    { bench: 'api', metric: 'PSS', unit: 'MB', value: 12_350, peer: null, peerValue: null, ratio: null },
  ]);
});

test('a table with the target beside the value', () => {
  const lines = table('api', measurements).split('\n');
  expect(lines.find((line) => line.startsWith('GET p99'))).toMatch(/^GET p99 +3 ms +<= 5 ms +2 ms +1\.5 +bare$/);
  expect(lines.find((line) => line.startsWith('PSS'))).toMatch(/^PSS +12,346 MB$/);
});

test('percentiles by nearest rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([median(values), percentile(values, 0.99), percentile(values, 0)]).toEqual([3, 5, 1]);
  expect(percentile([], 0.5)).toBeNaN();
});
