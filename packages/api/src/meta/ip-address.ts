// IP addresses and ranges as text, read as strictly as Go's net package (RFC 4291 section 2.2, RFC 4632).

export type IpFamily = 'IPv4' | 'IPv6';

const octet = /^(0|[1-9][0-9]{0,2})$/;
const group = /^[0-9A-Fa-f]{1,4}$/;

/** Family of an address; undefined when it is none. Leading zeros and zones are refused. */
export function ipFamily(address: string): IpFamily | undefined {
  if (isIpv4(address)) return 'IPv4';
  return isIpv6(address) ? 'IPv6' : undefined;
}

/** Family of a range such as `10.9.8.0/24`; undefined when it is none. Bits behind the prefix may be set. */
export function cidrFamily(range: string): IpFamily | undefined {
  const [address = '', prefix, ...rest] = range.split('/');
  const family = ipFamily(address);
  if (family === undefined || prefix === undefined || rest.length > 0) return undefined;
  if (!octet.test(prefix) || Number(prefix) > (family === 'IPv4' ? 32 : 128)) return undefined;
  return family;
}

function isIpv4(address: string): boolean {
  const octets = address.split('.');
  return octets.length === 4 && octets.every((each) => octet.test(each) && Number(each) <= 255);
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  // The last 32 bits may be written as an IPv4 address, which must end the text.
  const embedded = last.includes('.');
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (embedded && !(isIpv4(last) && address.endsWith(last))) return false;
  const length = plain.length + (embedded ? 2 : 0);
  return plain.every((each) => group.test(each)) && (halves.length === 2 ? length < 8 : length === 8);
}
