import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { checkClock } from './clock.ts';
import { checkComponentVersions } from './component-versions.ts';
import { checkDiskSpace } from './disk-space.ts';
import { checkHostName } from './host-name.ts';
import { checkLeftovers } from './leftovers.ts';
import { listeningInodes } from './port-holder.ts';
import { checkPorts } from './ports.ts';
import { formatChecks } from './report.ts';

const RECORD = { name: 'postgres', pid: 7, startTime: '1', bootId: '', argv: [] };
const NOTHING = { starter: undefined, leftovers: [] };

describe('ports', () => {
  async function listen() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { server, port: address.port };
  }
  const config = (apiPort: number, listen: string[] = []) => ({ home: '/', apiPort, listen, databaseUrl: undefined });

  test('a port in use names its process', async () => {
    const { server, port } = await listen();
    const result = await checkPorts(config(port), NOTHING);
    server.close();
    expect(result.status).toBe('fail');
    expect(result.message).toContain(`port ${port} of 127.0.0.1 is in use by`);
    expect(result.message).toContain(`(process ${process.pid})`);
  });

  test('a port that a leftover of ours holds passes', async () => {
    const { server, port } = await listen();
    const result = await checkPorts(config(port), { starter: undefined, leftovers: [{ ...RECORD, pid: process.pid }] });
    server.close();
    expect(result.status).toBe('pass');
  });

  test('a free port passes, any port passes, a foreign address fails', async () => {
    const { server, port } = await listen();
    server.close();
    await once(server, 'close');
    expect((await checkPorts(config(port), NOTHING)).status).toBe('pass');
    expect((await checkPorts(config(0), NOTHING)).status).toBe('pass');
    const elsewhere = await checkPorts(config(port, ['192.0.2.1']), NOTHING);
    expect(elsewhere).toMatchObject({ status: 'fail', message: '192.0.2.1 is not an address of this machine' });
  });

  test('only sockets that listen on that port count', () => {
    const table = [
      '   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1',
      '   1: 0100007F:192B 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1',
      '   2: 0100007F:192C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1',
    ].join('\n');
    expect(listeningInodes(table, 6443)).toEqual(['111']);
  });
});

test.each([
  [0.9e9, 'fail'],
  [1e9, 'warn'],
  [4.9e9, 'warn'],
  [5e9, 'pass'],
])('disk space: %d bytes %s', (free, status) => {
  expect(checkDiskSpace({ path: '/', free }).status).toBe(status);
});

test.each([
  ['vm', 'pass'],
  ['Node-1.example.org', 'pass'],
  ['my_host', 'fail'],
  ['-a', 'fail'],
  ['a'.repeat(64), 'fail'],
  ['', 'fail'],
])('host name %j %s', (host, status) => {
  expect(checkHostName(host).status).toBe(status);
});

test('a clock before the build fails, one that waits for its server warns', () => {
  const builtAt = new Date('2026-11-21T00:00:00Z');
  const later = new Date('2026-11-22T00:00:00Z');
  expect(checkClock({ now: new Date(0), builtAt, synchronized: true }).status).toBe('fail');
  expect(checkClock({ now: later, builtAt, synchronized: false }).status).toBe('warn');
  expect(checkClock({ now: later, builtAt, synchronized: undefined }).status).toBe('pass');
});

test('leftovers warn and are named; a running Gantry is none', () => {
  expect(checkLeftovers({ starter: undefined, leftovers: [RECORD] })).toMatchObject({
    status: 'warn',
    message: 'an earlier run was killed and left postgres (process 7)',
  });
  expect(checkLeftovers({ starter: RECORD, leftovers: [RECORD] }).status).toBe('pass');
  expect(checkLeftovers(NOTHING).status).toBe('pass');
});

test('versions of one build pass; a part of another build or an old Node fails', () => {
  const whole = { node: '22.1.0', own: '0.1.0', apps: { cli: '0.1.0', agent: '0.1.0' }, postgres: '18.4.0' };
  expect(checkComponentVersions(whole).status).toBe('pass');
  expect(checkComponentVersions({ ...whole, apps: { agent: '0.0.9' } }).message).toContain('agent is 0.0.9');
  expect(checkComponentVersions({ ...whole, apps: { agent: undefined } }).status).toBe('pass');
  for (const node of ['18.20.0', '20.18.3', '21.7.0'])
    expect(checkComponentVersions({ ...whole, node }).status).toBe('fail');
  for (const node of ['20.19.0', '24.0.0']) expect(checkComponentVersions({ ...whole, node }).status).toBe('pass');
});

test('the table aligns names and puts remedies below', () => {
  const symbols = { pass: 'ok', warn: '!', fail: 'x' };
  const checks = [
    { name: 'kernel', status: 'pass', message: 'new', remedy: '' },
    { name: 'a', status: 'warn', message: 'hm', remedy: 'do' },
  ] as const;
  expect(formatChecks(checks, symbols)).toEqual(['ok  kernel  new', '!   a       hm', '            remedy: do']);
});
