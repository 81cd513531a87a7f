// How the server lets its clients go when it stops.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Agent, get } from 'node:https';
import { expect, test } from 'vitest';
import { issue, newAuthority, newKey } from '../pki/certificate.ts';
import { listen } from './listeners.ts';

async function certificates() {
  const authorityKey = await newKey();
  const authority = { certificate: await newAuthority(authorityKey, [{ CN: ['test'] }], 1), key: authorityKey };
  const key = await newKey();
  const certificate = await issue(authority, {
    subject: [{ CN: ['server'] }],
    usage: 'server',
    names: [],
    key,
    days: 1,
  });
  return { certificate, key, authority: authority.certificate };
}

test('a connection that falls idle while the server closes does not hold it up', async () => {
  let handle: (request: unknown, response: ServerResponse) => void = () => undefined;
  const response = new Promise<ServerResponse>((resolve) => {
    handle = (_, answer) => resolve(answer);
  });
  const listeners = await listen(
    { handle, close: async () => undefined },
    { port: 0, addresses: [], tls: await certificates() },
  );
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const request = get({ host: listeners.address, port: listeners.port, agent });
  const answered = once(request, 'response');
  const open = await response;
  open.write('the first part');
  const [body] = await answered;
  body.resume();
  const began = performance.now();
  const closed = listeners.close(10_000);
  // As a watch that is ended because the server stops: its last bytes are still on their way.
  setImmediate(() => open.end('the last part'));
  await closed;
  expect(performance.now() - began).toBeLessThan(2_000);
  agent.destroy();
});
