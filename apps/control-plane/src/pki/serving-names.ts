// The names under which the API server is reached: they stand in its certificate.
import { hostname, networkInterfaces } from 'node:os';

/** First address of the service range 10.96.0.0/12: the `kubernetes` service. */
const serviceAddress = '10.96.0.1';

/** DNS names and IP addresses for the serving certificate; `listen` are the addresses beside loopback. */
export function servingNames(listen: readonly string[]): string[] {
  const names = [
    'localhost',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
    ...dnsName(hostname()),
    '127.0.0.1',
    '::1',
    serviceAddress,
    ...listen.flatMap((address) => (isWildcard(address) ? machineAddresses() : [address])),
  ];
  return [...new Set(names)];
}

export const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** A host name that no certificate can hold is left out: clients could not ask for it either. */
const dnsName = (name: string): string[] =>
  /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(name) ? [name] : [];

function machineAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ address }) => !address.startsWith('fe80:'))
    .map(({ address }) => address)
    .sort();
}
