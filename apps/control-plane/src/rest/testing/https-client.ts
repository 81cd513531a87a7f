// Requests over TLS for tests: nothing between the test and the wire.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

export interface ClientOptions {
  port: number;
  /** PEM of the CA. */
  ca: string;
  /** Client certificate and key, PEM. */
  certificate?: { certificate: string; key: string };
  /** Bearer token. */
  token?: string;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Received {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  text: string;
}

export class HttpsClient {
  private readonly options: ClientOptions;
  private readonly agent: Agent;

  constructor(options: ClientOptions) {
    this.options = options;
    const { ca, certificate } = options;
    this.agent = new Agent({
      ca,
      ...(certificate && { cert: certificate.certificate, key: certificate.key }),
      keepAlive: true,
    });
  }

  async send(path: string, sent: Sent = {}): Promise<Received> {
    const response = await this.open(path, sent);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return { status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() };
  }

  /** JSON of the answer, whatever its status. */
  async json(path: string, sent: Sent = {}) {
    return JSON.parse((await this.send(path, sent)).text);
  }

  /** Sends JSON. */
  post(path: string, body: unknown): Promise<Received> {
    return this.write('POST', path, body);
  }

  /** Sends JSON as a merge patch. */
  mergePatch(path: string, body: unknown): Promise<Received> {
    return this.patch(path, { type: 'application/merge-patch+json', body });
  }

  patch(path: string, { type, body }: { type: string; body: unknown }): Promise<Received> {
    return this.send(path, { method: 'PATCH', headers: { 'content-type': type }, body: JSON.stringify(body) });
  }

  write(method: string, path: string, body: unknown): Promise<Received> {
    return this.send(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** The answer as a stream, as soon as its headers are there. */
  async open(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
    const { port, token } = this.options;
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: this.agent,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    });
    const answered = once(outgoing, 'response');
    outgoing.end(body);
    const [response]: IncomingMessage[] = await answered;
    if (!response) throw new Error('no response');
    return response;
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Events of a watch as they come. */
export async function* watchEvents(response: IncomingMessage) {
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}
