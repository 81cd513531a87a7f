// Plain HTTPS requests to the shared cluster: nothing between the test and the wire.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, type AgentOptions, request } from 'node:https';
import { load } from 'js-yaml';
import { inject } from 'vitest';

/** JSON of any shape, for tests to compare. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Sent {
  method?: string;
  /** Content type of the body. */
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  /** The body as JSON; undefined when it is none. */
  json: Json;
}

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
}

export interface Access {
  /** `https://127.0.0.1:6443` */
  server: string;
  ca: string;
  administrator: { cert: string; key: string };
}

/** Address and credentials from the shared cluster's administrator's kubeconfig. */
export const clusterAccess = (): Promise<Access> => accessOf(inject('kubeconfig'));

/** Address and credentials from a kubeconfig that the control plane wrote. */
export async function accessOf(kubeconfig: string): Promise<Access> {
  const { clusters, users } = load(await readFile(kubeconfig, 'utf8')) as Kubeconfig;
  const [cluster] = clusters;
  const [user] = users;
  if (!cluster || !user) throw new Error('the kubeconfig names no cluster or no user');
  const decode = (text: string) => Buffer.from(text, 'base64').toString();
  return {
    server: cluster.cluster.server,
    ca: decode(cluster.cluster['certificate-authority-data']),
    administrator: {
      cert: decode(user.user['client-certificate-data']),
      key: decode(user.user['client-key-data']),
    },
  };
}

export class ApiClient {
  private readonly server: string;
  private readonly agent: Agent;
  private readonly headers: Record<string, string>;

  constructor({ server, ca }: Access, tls: AgentOptions = {}, headers: Record<string, string> = {}) {
    this.server = server;
    this.agent = new Agent({ ca, keepAlive: true, ...tls });
    this.headers = headers;
  }

  static async administrator(): Promise<ApiClient> {
    const access = await clusterAccess();
    return new ApiClient(access, access.administrator);
  }

  async send(path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.open(path, sent);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return { status: response.statusCode ?? 0, headers: response.headers, bytes, json: jsonOf(bytes) };
  }

  /** JSON of an answer that must be a success. */
  async get(path: string): Promise<Json> {
    return succeeded(path, await this.send(path));
  }

  async post(path: string, body: object): Promise<Json> {
    return succeeded(
      path,
      await this.send(path, { method: 'POST', type: 'application/json', body: JSON.stringify(body) }),
    );
  }

  async patch(path: string, body: object): Promise<Json> {
    const sent = { method: 'PATCH', type: 'application/merge-patch+json', body: JSON.stringify(body) };
    return succeeded(path, await this.send(path, sent));
  }

  async delete(path: string): Promise<Json> {
    return succeeded(path, await this.send(path, { method: 'DELETE' }));
  }

  /** The answer as a stream, as soon as its headers are there. */
  async open(path: string, { method = 'GET', type, headers, body }: Sent = {}): Promise<IncomingMessage> {
    const outgoing = request(`${this.server}${path}`, {
      method,
      agent: this.agent,
      headers: {
        ...this.headers,
        ...(type !== undefined && { 'content-type': type }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    });
    const answered = once(outgoing, 'response');
    outgoing.end(body);
    const [response]: IncomingMessage[] = await answered;
    if (!response) throw new Error(`${method} ${path}: no response`);
    return response;
  }

  close(): void {
    this.agent.destroy();
  }
}

function jsonOf(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function succeeded(path: string, { status, json }: Answer): Json {
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
  return json;
}

let made = 0;

/** Makes a namespace. @returns its path, `/api/v1/namespaces/<name>` */
export async function newNamespace(client: ApiClient): Promise<string> {
  const name = `api-${process.pid}-${made++}`;
  await client.post('/api/v1/namespaces', { metadata: { name } });
  return `/api/v1/namespaces/${name}`;
}
