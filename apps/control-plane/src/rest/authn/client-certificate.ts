// The user in a client certificate: CN is the name, each O a group. The TLS layer checked it against the cluster's CA.
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { UserInfo } from '../../registry/registry.ts';

export type CertificateOutcome = { type: 'user'; user: UserInfo } | { type: 'refused' } | { type: 'absent' };

const outcomes = new WeakMap<TLSSocket, CertificateOutcome>();

export function certificateUser(socket: TLSSocket): CertificateOutcome {
  const seen = outcomes.get(socket);
  // A certificate good at the handshake may have expired since: connections live long.
  if (seen && (seen.type !== 'user' || stillValid(socket))) return seen;
  const outcome = read(socket);
  outcomes.set(socket, outcome);
  return outcome;
}

function read(socket: TLSSocket): CertificateOutcome {
  const certificate = socket.getPeerCertificate();
  if (!certificate || Object.keys(certificate).length === 0) return { type: 'absent' };
  if (!socket.authorized || !stillValid(socket)) return { type: 'refused' };
  const user = userOf(certificate);
  return user ? { type: 'user', user } : { type: 'refused' };
}

function stillValid(socket: TLSSocket): boolean {
  return Date.parse(socket.getPeerCertificate().valid_to) > Date.now();
}

function userOf({ subject, fingerprint256 }: PeerCertificate): UserInfo | undefined {
  const names: unknown = subject?.CN;
  if (typeof names !== 'string' || names === '') return undefined;
  const organizations: unknown = subject.O ?? [];
  const groups = [organizations].flat().filter((group) => typeof group === 'string');
  const credential = `X509SHA256=${fingerprint256.replaceAll(':', '').toLowerCase()}`;
  return { name: names, groups, extra: { 'authentication.kubernetes.io/credential-id': [credential] } };
}
