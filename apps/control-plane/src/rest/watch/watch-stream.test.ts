// One watch on a real socket: a reader that stops reading is ended, one that reads gets every line, errors come inside.
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { expired } from '@gantry/api/meta/status-error';
import { afterEach, expect, test } from 'vitest';
import type { WatcherEvent } from '../../registry/registry.ts';
import type { ObjectView } from '../response/view.ts';
import { watchEvents } from '../testing/https-client.ts';
import { eventLines } from './event-lines.ts';
import { WatchStream } from './watch-stream.ts';

const view: ObjectView = { kind: ConfigMap, format: 'json', includeObject: 'Metadata', pretty: false, now: 0 };
const event = (revision: number, size = 1): WatcherEvent => ({
  type: 'MODIFIED',
  revision,
  object: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', resourceVersion: String(revision), annotations: { fill: 'x'.repeat(size) } },
  },
});

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Opened {
  stream: WatchStream;
  response: IncomingMessage;
  handle: { revision: number; closed: number; close(): void };
  ended: Promise<void>;
}

async function open(timeout = 60_000): Promise<Opened> {
  const listening = createServer().listen(0, '127.0.0.1');
  server = listening;
  await once(listening, 'listening');
  const asked: Promise<[unknown, ServerResponse]> = once(listening, 'request') as Promise<[unknown, ServerResponse]>;
  const address = listening.address();
  const outgoing = get({ host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 });
  const [, reply] = await asked;
  let closed: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const stream = new WatchStream({
    view,
    bookmarks: true,
    markInitialEvents: true,
    timeout,
    open: () => reply,
    closed,
  });
  const handle = { revision: 7, closed: 0, close: () => handle.closed++ };
  stream.begin(handle);
  const [response]: IncomingMessage[] = await once(outgoing, 'response');
  if (!response) throw new Error('no response');
  return { stream, response, handle, ended };
}

test('a reader that does not read is ended; its memory is given back', async () => {
  const { stream, response, handle, ended } = await open();
  const failed = once(response, 'close');
  for (let revision = 1; revision <= 40; revision++) stream.events([event(revision, 1024 * 1024)]);
  await ended;
  expect(handle.closed).toBe(1);
  response.resume();
  await expect(failed).rejects.toThrow('aborted');
});

test('events come in order; time ends the watch with a bookmark', async () => {
  const { stream, response, handle } = await open(50);
  stream.events([event(1), event(2)]);
  stream.events([event(3)]);
  const seen: string[] = [];
  for await (const { type, object } of watchEvents(response)) seen.push(`${type} ${object.metadata.resourceVersion}`);
  expect(seen).toEqual(['MODIFIED 1', 'MODIFIED 2', 'MODIFIED 3', 'BOOKMARK 7']);
  expect(handle.closed).toBe(1);
});

test('an error is an event; nothing follows it', async () => {
  const { stream, response } = await open();
  stream.ended(expired('too old resource version: 1 (5)'));
  stream.events([event(9)]);
  const seen = [];
  for await (const line of watchEvents(response)) seen.push(line);
  expect(seen).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
});

test('a client that hangs up ends the watch', async () => {
  const { response, handle, ended } = await open();
  response.destroy();
  await ended;
  expect(handle.closed).toBe(1);
});

test('lines are written once for all watchers of one form', () => {
  const events = [event(1)];
  expect(eventLines(events, view, true)).toBe(eventLines(events, { ...view, now: 5 }, false));
  const table: ObjectView = { ...view, view: 'Table', version: 'v1' };
  expect(eventLines(events, table, true)).not.toBe(eventLines(events, table, false));
  expect(eventLines(events, table, false)).toBe(eventLines(events, table, false));
});
