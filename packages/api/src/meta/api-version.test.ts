import { expect, test } from 'vitest';
import { formatApiVersion, type GroupVersion, parseApiVersion } from './api-version.ts';

const cases: [string, GroupVersion | undefined][] = [
  ['v1', { group: '', version: 'v1' }],
  ['apps/v1', { group: 'apps', version: 'v1' }],
  ['coordination.k8s.io/v1', { group: 'coordination.k8s.io', version: 'v1' }],
  ['', undefined],
  ['/', undefined],
  ['/v1', undefined],
  ['apps/', undefined],
  ['apps/v1/x', undefined],
];

test.each(cases)('apiVersion %j', (text, expected) => {
  const parsed = parseApiVersion(text);
  expect(parsed).toEqual(expected);
  if (parsed) expect(formatApiVersion(parsed)).toBe(text);
});
