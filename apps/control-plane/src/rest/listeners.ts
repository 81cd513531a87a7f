// The sockets the API answers on: loopback and what GANTRY_LISTEN names, one port, TLS 1.2 or newer.
import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { hasCode } from '../pki/atomic-file.ts';
import { isWildcard } from '../pki/serving-names.ts';
import { StartError } from '../start-error.ts';
import type { ApiHandler } from './api-server.ts';

export interface ListenOptions {
  /** 0 takes any free port. */
  port: number;
  /** Addresses beside 127.0.0.1. */
  addresses: readonly string[];
  /** PEM. */
  tls: { certificate: string; key: string; authority: string };
}

export interface Listeners {
  /** Where clients on this machine reach the API. */
  address: string;
  port: number;
  /**
   * Takes no more connections and waits for requests under way.
   * @param patience milliseconds after which what is left is cut
   */
  close(patience: number): Promise<void>;
}

const loopback = '127.0.0.1';

/** Milliseconds between looks for connections that fell idle while the server closes. */
const sweepInterval = 20;

/** @throws StartError when a port is in use or an address is not this machine's */
export async function listen(handler: ApiHandler, options: ListenOptions): Promise<Listeners> {
  const servers: Server[] = [];
  let { port } = options;
  try {
    for (const address of addressesOf(options)) {
      const server = createServer(serverOptions(options), handler.handle);
      // Their bytes are bounded (16 KiB). A bound on their number drops the last unseen: an `Impersonate-User`, say.
      server.maxHeadersCount = 0;
      servers.push(server);
      port = await bind(server, address, port);
    }
  } catch (error) {
    await Promise.all(servers.map((server) => closeServer(server, 0)));
    throw error;
  }
  return {
    address: loopback,
    port,
    close: async (patience) => {
      await Promise.all(servers.map((server) => closeServer(server, patience)));
    },
  };
}

/** A wildcard covers loopback; listening on both would clash. */
function addressesOf({ addresses }: ListenOptions): string[] {
  const wildcard = addresses.includes('::') ? '::' : addresses.find(isWildcard);
  return wildcard === undefined ? [...new Set([loopback, ...addresses])] : [wildcard];
}

function serverOptions({ tls }: ListenOptions): ServerOptions {
  return {
    cert: tls.certificate,
    key: tls.key,
    ca: tls.authority,
    requestCert: true,
    // Who shows no certificate, or a foreign one, is told so by the API, not by TLS.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    headersTimeout: 30_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 120_000,
  };
}

async function bind(server: Server, address: string, port: number): Promise<number> {
  try {
    server.listen(port, address);
    await once(server, 'listening');
  } catch (error) {
    throw refusal(error, address, port);
  }
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}

function refusal(error: unknown, address: string, port: number): unknown {
  if (hasCode(error, 'EADDRINUSE')) {
    return new StartError(
      `port ${port} on ${address} is in use`,
      'stop the program that holds it, or choose another in GANTRY_API_PORT',
    );
  }
  if (hasCode(error, 'EADDRNOTAVAIL')) {
    return new StartError(`${address} is not an address of this machine`, 'correct GANTRY_LISTEN');
  }
  if (hasCode(error, 'EACCES')) {
    return new StartError(`port ${port} may not be opened by this user`, 'choose one above 1023 in GANTRY_API_PORT');
  }
  return error;
}

async function closeServer(server: Server, patience: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  // Who sends a request on a connection that is still open is told to make a new one for the next.
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false;
  });
  server.close();
  // A watch or request that ends now leaves a connection that its client keeps alive; Node closes none of these.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepInterval);
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
