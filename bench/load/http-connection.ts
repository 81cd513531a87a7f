// One keep-alive HTTP/1.1 connection over TLS, as thin as can be, so that the generator takes little from the server:
// one request at a time, answers with a content-length only (RFC 9112, 6.3).
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { Endpoint } from '../cluster/kubeconfig.ts';

export interface Answer {
  status: number;
  body: Buffer;
}

export async function openTls({ host, port, ca, cert, key }: Endpoint): Promise<TLSSocket> {
  const socket = connect({ host, port, ca, cert, key, ALPNProtocols: ['http/1.1'] });
  await once(socket, 'secureConnect');
  socket.setNoDelay(true);
  return socket;
}

/** A request's text. */
export function requestText(method: string, path: string, body = ''): string {
  const length = body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n${length}\r\n${body}`;
}

export class HttpConnection {
  readonly #socket: TLSSocket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  static async open(endpoint: Endpoint): Promise<HttpConnection> {
    return new HttpConnection(await openTls(endpoint));
  }

  /** @param request made by `requestText` */
  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.#waiting?.reject(new Error(`an answer without content-length: ${head}`));
      return;
    }
    const body = this.#received.subarray(end + 4);
    if (body.length < Number(length)) return;
    this.#received = Buffer.alloc(0);
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

/** Connections, opened a few at a time: a handshake is costlier than any request. */
export async function openMany<T>(count: number, open: () => Promise<T>): Promise<T[]> {
  const opened: T[] = [];
  for (let left = count; left > 0; left -= 20) {
    opened.push(...(await Promise.all(Array.from({ length: Math.min(left, 20) }, open))));
  }
  return opened;
}

/** @throws unless the answer has the status */
export function expectStatus({ status, body }: Answer, expected: number): void {
  if (status !== expected) throw new Error(`the server answered ${status}: ${body.toString('utf8').slice(0, 500)}`);
}
