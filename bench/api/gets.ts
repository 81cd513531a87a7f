// GET of single objects at a fixed rate of arrival, beside a bare https server that answers the same bytes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/kubeconfig.ts';
import { processorSeconds } from '../cluster/process-usage.ts';
import { runJob } from '../load/run-job.ts';
import { withPeer } from '../load/run-peer.ts';
import { getBytes } from '../load/single-request.ts';
import type { Measurement } from '../measurement.ts';
import { median, percentile } from '../statistics.ts';
import { filledNamespace } from './creates.ts';

const rounds = 3;
const perSecond = 1_000;
const seconds = 6;
const connections = 32;
/** Different objects that are asked for in turn. */
const objects = 500;

interface Round {
  p50: number;
  p99: number;
  /** Microseconds of processor time for each request. */
  processor: number;
}

export async function measureGets(cluster: Cluster, folder: string): Promise<Measurement[]> {
  const paths = Array.from({ length: objects }, (_, index) => objectPath(index + 1));
  const file = join(folder, 'object.json');
  await writeFile(file, await getBytes(cluster.endpoint, objectPath(1)));
  const own: Round[] = [];
  const bare: Round[] = [];
  await withPeer(cluster, { bodies: { '/object': file }, eventBytes: 0 }, async (peer) => {
    for (let round = 0; round < rounds; round += 1) {
      own.push(await getRound({ endpoint: cluster.endpoint, pid: cluster.processes.controlPlane }, paths));
      bare.push(await getRound(peer, ['/object']));
    }
  });
  const peer = 'bare https server, same bytes';
  const beside = (pick: (round: Round) => number) => ({
    value: median(own.map(pick)),
    peer: { name: peer, value: median(bare.map(pick)) },
  });
  return [
    { metric: `GET p50 at ${perSecond}/s`, unit: 'ms', ...beside(({ p50 }) => p50) },
    { metric: `GET p99 at ${perSecond}/s`, unit: 'ms', target: { atMost: 5 }, ...beside(({ p99 }) => p99) },
    { metric: 'processor time a GET', unit: 'µs', ...beside(({ processor }) => processor) },
  ];
}

const objectPath = (index: number): string => `/api/v1/namespaces/${filledNamespace(0)}/configmaps/object-${index}`;

async function getRound({ endpoint, pid }: { endpoint: Endpoint; pid: number }, paths: string[]): Promise<Round> {
  const before = processorSeconds([pid]);
  const { latencies } = await runJob({ type: 'open-loop', endpoint, paths, perSecond, seconds, connections });
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    processor: ((processorSeconds([pid]) - before) * 1e6) / latencies.length,
  };
}
