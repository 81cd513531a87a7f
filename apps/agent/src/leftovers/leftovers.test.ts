import { expect, test } from 'vitest';
import { hasInstanceSegment } from './instance-name.ts';
import { mountPoints } from './mounts.ts';
import { tablesOf } from './nft-tables.ts';

test.each([
  ['/run/gantry-abcdefgh/net', true],
  ['/run/gantry-abcdefgh-pods/net', true],
  ['/run/gantry-abcdefghi/net', false],
  ['/run/gantry-abcdefg/net', false],
  ['/run/xgantry-abcdefgh', false],
])('%s belongs to abcdefgh: %s', (path, expected) => {
  expect(hasInstanceSegment(path, 'abcdefgh')).toBe(expected);
});

test('mount points are read with their escapes', () => {
  expect(mountPoints('25 1 0:22 / /a\\040b rw - tmpfs t rw\n')).toEqual(['/a b']);
});

test('nft tables are read with their family', () => {
  expect(tablesOf('table ip nat\ntable inet gantry-abcdefgh\n')).toEqual(['ip nat', 'inet gantry-abcdefgh']);
});
