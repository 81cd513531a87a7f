// Entry of the peer's process: a bare https server of Node that does nothing but answer. GET gives the bytes it was told;
// GET /watch joins the watchers; POST hands one event to all of them, straight on their TLS sockets.
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';

export interface PeerOptions {
  tls: { cert: string; key: string; ca: string };
  /** File with the bytes for each path. */
  bodies: Readonly<Record<string, string>>;
  /** Bytes of one event on the wire, chunk framing included. */
  eventBytes: number;
}

const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

function serve({ tls, bodies, eventBytes }: PeerOptions): void {
  const contents = new Map(Object.entries(bodies).map(([path, file]) => [path, readFileSync(file)]));
  const event = Buffer.from(`${'x'.repeat(Math.max(0, eventBytes - 2))}}\n`);
  const watchers = new Set<ServerResponse>();
  const server = createServer({ ...tls, requestCert: true, ALPNProtocols: ['http/1.1'] }, (request, response) => {
    const body = contents.get(request.url ?? '');
    if (request.method === 'POST') {
      request.resume();
      request.on('end', () => {
        for (const watcher of watchers) watcher.socket?.write(event);
        response.writeHead(201, { ...headers, 'content-length': 0 }).end();
      });
    } else if (body) {
      response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
    } else {
      response.writeHead(200, headers).flushHeaders();
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
    }
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  });
}

process.once('message', serve);
process.once('disconnect', () => process.exit(0));
