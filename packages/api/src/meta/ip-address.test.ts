import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidrFamily, type IpFamily, ipFamily } from './ip-address.ts';

const families = new Map<number, IpFamily>([
  [4, 'IPv4'],
  [6, 'IPv6'],
]);

test('agrees with Node on addresses and on what looks like one', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'0123456789afAF:.'), maxLength: 20 });
  const address = fc.oneof(fc.ipV4(), fc.ipV6(), soup);
  fc.assert(
    fc.property(address, (text) => {
      expect(ipFamily(text)).toBe(families.get(isIP(text)));
    }),
  );
});

test.each([
  ['::', 'IPv6'],
  ['::ffff:1.2.3.4', 'IPv6'],
  ['1:2:3:4:5:6:7::', 'IPv6'],
  ['1:2:3:4:5:6:7:8::', undefined],
  ['1::2::3', undefined],
  [':::', undefined],
  ['1.2.3.4::', undefined],
  ['fe80::1%eth0', undefined],
  ['01.2.3.4', undefined],
  ['1.2.3', undefined],
  ['1.2.3.256', undefined],
  ['', undefined],
])('address %s', (text, family) => {
  expect(ipFamily(text)).toBe(family);
});

test.each([
  ['10.9.8.0/24', 'IPv4'],
  ['10.9.8.7/0', 'IPv4'],
  ['2001:db8::/64', 'IPv6'],
  ['2001:db8::/128', 'IPv6'],
  ['10.9.8.0/33', undefined],
  ['2001:db8::/129', undefined],
  ['10.9.8.0/08', undefined],
  ['10.9.8.0/', undefined],
  ['10.9.8.0', undefined],
  ['10.9.8.0/24/1', undefined],
  ['/24', undefined],
])('range %s', (text, family) => {
  expect(cidrFamily(text)).toBe(family);
});
