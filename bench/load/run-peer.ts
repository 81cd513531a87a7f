// Starts the peer's process and tells where it answers.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/kubeconfig.ts';
import type { PeerOptions } from './peer.ts';

/** From bench/dist. */
const entry = fileURLToPath(new URL('./peer.js', import.meta.url));

export interface Peer {
  endpoint: Endpoint;
  pid: number;
}

/** Runs `work` beside a bare server that has the cluster's own certificates: handshakes and ciphers are the same. */
export async function withPeer<T>(
  cluster: Cluster,
  content: Pick<PeerOptions, 'bodies' | 'eventBytes'>,
  work: (peer: Peer) => Promise<T>,
): Promise<T> {
  const file = (name: string) => readFile(join(cluster.home, 'pki', name), 'utf8');
  const tls = { cert: await file('apiserver.crt'), key: await file('apiserver.key'), ca: cluster.endpoint.ca };
  const child = fork(entry, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  try {
    const listening = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
    child.send({ tls, ...content });
    const [message] = await listening;
    const { port }: { port: number } = message;
    return await work({ endpoint: { ...cluster.endpoint, port }, pid: child.pid ?? 0 });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
