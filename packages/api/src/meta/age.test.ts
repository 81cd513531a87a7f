import { expect, test } from 'vitest';
import { ageSince } from './age.ts';

const now = Date.parse('2026-01-02T00:00:00Z');

test.each([
  [undefined, '<unknown>'],
  ['', '<unknown>'],
  ['2026-01-01T23:59:30Z', '30s'],
  ['2026-01-01T23:55:00.500000Z', '4m59s'],
  ['2025-12-31T00:00:00Z', '2d'],
])('age since %s is %s', (time, expected) => {
  expect(ageSince(time, now)).toBe(expected);
});
