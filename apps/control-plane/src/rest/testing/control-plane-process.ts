// A control plane for tests: the real bundle in a process of its own, on a real PostgreSQL, with a private data folder.
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres, type TestPostgres } from '@gantry/store/testing/postgres';
import type { ParentMessage } from '../../parent-process.ts';
import { issue, newAuthority, newKey } from '../../pki/certificate.ts';
import { HttpsClient } from './https-client.ts';

const workspace = resolve(import.meta.dirname, '../../..');

/** Bundles the control plane into a folder of its own. */
export async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-bundle-'));
  await promisify(execFile)(process.execPath, [join(workspace, 'build.mjs'), folder]);
  return folder;
}

export interface RunningProcess {
  child: ChildProcess;
  /** What it told its parent first. */
  message: ParentMessage;
  /** What it wrote to stderr so far. */
  errors(): string;
}

/** Starts a bundle and waits for its first word. */
export async function startProcess(folder: string, env: NodeJS.ProcessEnv): Promise<RunningProcess> {
  const { PATH } = process.env;
  const child = fork(join(folder, 'main.js'), [], {
    env: { PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the control plane ended with ${code}: ${errors}`);
    }),
  ]);
  return { child, message, errors: () => errors };
}

export class TestControlPlane {
  readonly home: string;
  readonly folder: string;
  readonly port: number;
  readonly postgres: TestPostgres;
  readonly running: RunningProcess;
  private readonly clients: HttpsClient[] = [];

  private constructor(parts: Pick<TestControlPlane, 'home' | 'folder' | 'port' | 'postgres' | 'running'>) {
    this.home = parts.home;
    this.folder = parts.folder;
    this.port = parts.port;
    this.postgres = parts.postgres;
    this.running = parts.running;
  }

  /** @param prepare puts files into the data folder before the start */
  static async start(prepare: (home: string) => Promise<void> = async () => undefined): Promise<TestControlPlane> {
    const home = await mkdtemp(join(tmpdir(), 'gantry-home-'));
    await prepare(home);
    const [postgres, folder] = await Promise.all([startPostgres(), bundle()]);
    const running = await startProcess(folder, {
      GANTRY_HOME: home,
      GANTRY_API_PORT: '0',
      GANTRY_LOG_LEVEL: 'debug',
      DATABASE_URL: postgres.url,
    });
    if (running.message.type !== 'ready') throw new Error(running.message.message);
    return new TestControlPlane({ home, folder, port: running.message.port, postgres, running });
  }

  file(name: string): Promise<string> {
    return readFile(join(this.home, name), 'utf8');
  }

  async anonymous(): Promise<HttpsClient> {
    return this.client({});
  }

  async administrator(): Promise<HttpsClient> {
    const [certificate, key] = await Promise.all([this.file('pki/admin.crt'), this.file('pki/admin.key')]);
    return this.client({ certificate: { certificate, key } });
  }

  async withToken(token: string): Promise<HttpsClient> {
    return this.client({ token });
  }

  /** A client with a certificate of its own, signed by the cluster's CA. */
  async user(name: string, groups: readonly string[]): Promise<HttpsClient> {
    const authority = { certificate: await this.file('pki/ca.crt'), key: await this.file('pki/ca.key') };
    const key = await newKey();
    const subject = [...groups.map((group) => ({ O: [group] })), { CN: [name] }];
    const certificate = await issue(authority, { subject, usage: 'client', names: [], key, days: 1 });
    return this.client({ certificate: { certificate, key } });
  }

  /** A client whose certificate looks like the administrator's, from another CA of the same name. */
  async stranger(): Promise<HttpsClient> {
    const caKey = await newKey();
    const ca = { certificate: await newAuthority(caKey, [{ CN: ['kubernetes'] }, { O: ['Gantry'] }], 1), key: caKey };
    const key = await newKey();
    const subject: Record<string, string[]>[] = [{ O: ['system:masters'] }, { CN: ['kubernetes-admin'] }];
    const certificate = await issue(ca, { subject, usage: 'client', names: [], key, days: 1 });
    return this.client({ certificate: { certificate, key } });
  }

  async client(options: { certificate?: { certificate: string; key: string }; token?: string }): Promise<HttpsClient> {
    const client = new HttpsClient({ port: this.port, ca: await this.file('pki/ca.crt'), ...options });
    this.clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.close();
    const { child } = this.running;
    if (child.exitCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await this.postgres.stop();
    await Promise.all([this.home, this.folder].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
