// Rules of a pod's resolver settings and hosts file.
import { ipFamily } from '../../../meta/ip-address.ts';
import { dns1123SubdomainProblems } from '../../../meta/names.ts';
import { type FieldError, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { HostAlias, PodDNSConfig, PodSpec } from '../pod-spec.ts';
import { dnsSubdomain, each, invalidEach, when } from './checks.ts';

// Limits of the C library's resolver.
const maxNameservers = 3;
const maxSearches = 32;
const maxSearchCharacters = 2048;

/** An address of either family. */
export const ipAddress = (value: string, path: FieldPath): FieldError[] =>
  ipFamily(value) ? [] : [invalid(path, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];

export function validateDns({ dnsPolicy, dnsConfig }: PodSpec, path: FieldPath): FieldError[] {
  if (dnsPolicy === 'None' && !dnsConfig) {
    return [requiredValue(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  }
  if (dnsPolicy === 'None' && !dnsConfig?.nameservers?.length) {
    const rule = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
    return [requiredValue(path.child('nameservers'), rule)];
  }
  return when(dnsConfig, (config) => validateDnsConfig(config, path));
}

const validateDnsConfig = ({ nameservers, searches, options }: PodDNSConfig, path: FieldPath): FieldError[] => [
  ...atMost(nameservers, { count: maxNameservers, what: 'nameservers' }, path.child('nameservers')),
  ...each(nameservers, path.child('nameservers'), ipAddress),
  ...atMost(searches, { count: maxSearches, what: 'search paths' }, path.child('searches')),
  ...validateSearchLength(searches, path.child('searches')),
  ...each(searches, path.child('searches'), validateSearch),
  ...each(options, path.child('options'), ({ name }, at) => (name ? [] : [requiredValue(at, 'must not be empty')])),
];

interface Limit {
  count: number;
  what: string;
}

const atMost = (list: readonly string[] | undefined, { count, what }: Limit, path: FieldPath): FieldError[] =>
  (list?.length ?? 0) > count ? [invalid(path, list, `must not have more than ${count} ${what}`)] : [];

function validateSearchLength(searches: readonly string[] | undefined, path: FieldPath): FieldError[] {
  if ((searches ?? []).join(' ').length <= maxSearchCharacters) return [];
  const rule = `must not have more than ${maxSearchCharacters} characters (including spaces) in the search list`;
  return [invalid(path, searches, rule)];
}

/** A domain that may have underscores (KEP-4427); `.` alone is the root. */
function validateSearch(search: string, path: FieldPath): FieldError[] {
  if (search === '.') return [];
  const domain = search.endsWith('.') ? search.slice(0, -1) : search;
  return invalidEach(path, domain, dns1123SubdomainProblems(domain.replaceAll('_', 'a')));
}

export const validateHostAliases = (aliases: readonly HostAlias[] | undefined, path: FieldPath): FieldError[] =>
  each(aliases, path, ({ ip, hostnames }, at) => [
    ...(ip === '' ? [] : ipAddress(ip, at.child('ip'))),
    ...each(hostnames, at.child('hostnames'), dnsSubdomain),
  ]);
