// The user in a client certificate: CN is the name, each O a group. The TLS layer checked it against the cluster's CA.
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { UserInfo } from '../../registry/registry.ts';

export type CertificateOutcome =
  | { type: 'user'; user: UserInfo /** Milliseconds since the epoch. */; expires: number }
  | { type: 'refused' }
  | { type: 'absent' };

/** Read once a connection: taking the certificate apart costs more than most requests. */
const outcomes = new WeakMap<TLSSocket, CertificateOutcome>();

export function certificateUser(socket: TLSSocket): CertificateOutcome {
  const outcome = outcomes.get(socket) ?? read(socket);
  outcomes.set(socket, outcome);
  // A certificate good at the handshake may have expired since: connections live long.
  return outcome.type === 'user' && outcome.expires <= Date.now() ? { type: 'refused' } : outcome;
}

function read(socket: TLSSocket): CertificateOutcome {
  const certificate = socket.getPeerCertificate();
  if (!certificate || Object.keys(certificate).length === 0) return { type: 'absent' };
  const user = socket.authorized ? userOf(certificate) : undefined;
  return user ? { type: 'user', user, expires: Date.parse(certificate.valid_to) } : { type: 'refused' };
}

function userOf({ subject, fingerprint256 }: PeerCertificate): UserInfo | undefined {
  const names: unknown = subject?.CN;
  if (typeof names !== 'string' || names === '') return undefined;
  const organizations: unknown = subject.O ?? [];
  const groups = [organizations].flat().filter((group) => typeof group === 'string');
  const credential = `X509SHA256=${fingerprint256.replaceAll(':', '').toLowerCase()}`;
  return { name: names, groups, extra: { 'authentication.kubernetes.io/credential-id': [credential] } };
}
