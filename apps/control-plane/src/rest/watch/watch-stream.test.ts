// A watch whose client does not read: what it costs is bounded, and what it is owed still comes in order.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { WatcherEvent } from '../../registry/registry.ts';
import { WatchStream } from './watch-stream.ts';

/** A response to a client that has sent a request and read nothing. */
async function unread(): Promise<{ response: ServerResponse; client: Socket }> {
  const server = createServer();
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause();
  onTestFinished(() => void client.destroy());
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = await once(server, 'request');
  return { response, client };
}

function streamOn(response: ServerResponse) {
  const closed = vi.fn();
  const view = { kind: ConfigMap, format: 'json', includeObject: 'Metadata', pretty: false, now: 0 } as const;
  const stream = new WatchStream({
    view,
    bookmarks: true,
    markInitialEvents: true,
    timeout: 60_000,
    open: () => response,
    closed,
  });
  return { stream, closed };
}

const handle = { revision: 7, close: () => undefined };

function added(name: string, size: number): WatcherEvent {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, annotations: { a: 'x'.repeat(size) } },
  };
  return { type: 'ADDED', revision: 1, object };
}

test('initial events wait as objects, not as bytes', async () => {
  const { response, client } = await unread();
  const { stream } = streamOn(response);
  stream.events(Array.from({ length: 1000 }, (_, index) => added(`n${index}`, 100_000)));
  stream.initialEventsEnd(7);
  stream.begin(handle);
  stream.events([added('last', 10)]);
  stream.finish();
  expect(response.writableLength).toBeLessThan(1024 * 1024);

  let text = '';
  client.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  client.resume();
  await once(response, 'close');
  await vi.waitFor(() => expect(text.endsWith('0\r\n\r\n')).toBe(true));
  const names = [...text.matchAll(/"name":"(\w+)"|"type":"(BOOKMARK)"/g)].map(([, name, bookmark]) => name ?? bookmark);
  const initial = Array.from({ length: 1000 }, (_, index) => `n${index}`);
  expect(names).toEqual([...initial, 'BOOKMARK', 'last', 'BOOKMARK']);
});

test('who lags too far behind is cut off', async () => {
  const { response } = await unread();
  const { stream, closed } = streamOn(response);
  stream.begin(handle);
  for (let index = 0; index < 40; index += 1) stream.events([added(`n${index}`, 1_000_000)]);
  expect(response.destroyed).toBe(true);
  expect(closed).toHaveBeenCalledTimes(1);
});
