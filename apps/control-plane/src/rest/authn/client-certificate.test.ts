// Who a client certificate names, on real TLS connections: renewed groups, expiry during a connection, odd subjects.
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { issue, type KeyPair, newAuthority, newKey } from '../../pki/certificate.ts';
import { type CertificateOutcome, certificateUser } from './client-certificate.ts';

let ca: KeyPair;
let server: ReturnType<typeof createServer>;
let port: number;

beforeAll(async () => {
  const key = await newKey();
  ca = { key, certificate: await newAuthority(key, [{ CN: ['kubernetes'] }], 1) };
  const serving = await leaf([{ CN: ['server'] }], 'server');
  const tls = { cert: serving.certificate, key: serving.key, ca: ca.certificate };
  server = createServer({ ...tls, requestCert: true, rejectUnauthorized: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});

afterAll(() => {
  server.close();
});

afterEach(() => {
  vi.useRealTimers();
});

async function leaf(
  subject: Record<string, string[]>[],
  usage: 'client' | 'server' = 'client',
  days = 1,
): Promise<KeyPair> {
  const key = await newKey();
  return { key, certificate: await issue(ca, { subject, usage, names: ['localhost'], key, days }) };
}

/** The server's side of a connection made with the certificate. */
async function connection(pair?: KeyPair): Promise<{ socket: TLSSocket; end(): void }> {
  const arrived = once(server, 'secureConnection');
  const client = connect({
    port,
    host: '127.0.0.1',
    ca: ca.certificate,
    servername: 'localhost',
    ...(pair && { cert: pair.certificate, key: pair.key }),
  });
  client.on('error', () => undefined);
  const [socket]: TLSSocket[] = await arrived;
  if (!socket) throw new Error('no connection');
  return { socket, end: () => client.destroy() };
}

async function outcome(pair?: KeyPair): Promise<CertificateOutcome> {
  const { socket, end } = await connection(pair);
  const found = certificateUser(socket);
  end();
  return found;
}

test('CN is the user, every O a group', async () => {
  const found = await outcome(await leaf([{ O: ['a'] }, { O: ['b c'] }, { CN: ['jane'] }]));
  expect(found).toMatchObject({ type: 'user', user: { name: 'jane', groups: ['a', 'b c'] } });
});

test('no certificate is no credential; one without a name, or with two, is refused', async () => {
  expect(await outcome()).toEqual({ type: 'absent' });
  expect(await outcome(await leaf([{ O: ['system:masters'] }]))).toEqual({ type: 'refused' });
  expect(await outcome(await leaf([{ CN: ['a'] }, { CN: ['b'] }]))).toEqual({ type: 'refused' });
});

test("a server's certificate, one of another CA and an expired one are refused", async () => {
  expect(await outcome(await leaf([{ CN: ['x'] }], 'server'))).toEqual({ type: 'refused' });
  const key = await newKey();
  const other = { key, certificate: await newAuthority(key, [{ CN: ['kubernetes'] }], 1) };
  const leafKey = await newKey();
  const request = { subject: [{ CN: ['x'] }], usage: 'client' as const, names: [], key: leafKey, days: 1 };
  expect(await outcome({ key: leafKey, certificate: await issue(other, request) })).toEqual({ type: 'refused' });
  expect(await outcome(await leaf([{ CN: ['x'] }], 'client', 0))).toEqual({ type: 'refused' });
});

test('a certificate that expires during a connection is refused from then on', async () => {
  const { socket, end } = await connection(await leaf([{ CN: ['jane'] }]));
  expect(certificateUser(socket).type).toBe('user');
  vi.useFakeTimers({ now: Date.now() + 25 * 3600 * 1000, toFake: ['Date'] });
  expect(certificateUser(socket).type).toBe('refused');
  end();
});
