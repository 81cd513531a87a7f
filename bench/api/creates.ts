// Durable creates at saturation: ConfigMaps of 1 KB through the API beside single-row inserts on the same PostgreSQL.
import type { Cluster } from '../cluster/cluster.ts';
import { processorSeconds, processTree } from '../cluster/process-usage.ts';
import { runJob } from '../load/run-job.ts';
import { createNamespace } from '../load/single-request.ts';
import type { Measurement } from '../measurement.ts';
import { median, percentile } from '../statistics.ts';

/** Objects in each namespace the creates fill; the first is listed later. */
export const objectsPerNamespace = 10_000;
export const filledNamespace = (round: number): string => `bench-${round}`;

const rounds = 3;
const connections = 128;
/** PostgreSQL does best somewhere here, depending on cores and disk. */
const peerConnections = [10, 20, 40];

interface Round {
  perSecond: number;
  p99: number;
  /** Microseconds of processor time for each create. */
  controlPlane: number;
  postgres: number;
}

export async function measureCreates(cluster: Cluster): Promise<Measurement[]> {
  const own: Round[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push(await createRound(cluster, round));
    bare.push(await bestInserts(cluster));
  }
  return [
    {
      metric: `durable creates, ${connections} connections, best of ${rounds} rounds`,
      unit: '1/s',
      // What else runs on the machine can only take away.
      value: Math.max(...own.map(({ perSecond }) => perSecond)),
      target: { atLeast: 3_000 },
      peer: {
        name: `bare pg inserts of the row, best of ${peerConnections.join(', ')} connections`,
        value: Math.max(...bare),
      },
    },
    { metric: 'create p99 at saturation', unit: 'ms', value: median(own.map(({ p99 }) => p99)) },
    {
      metric: 'processor time a create: control plane',
      unit: 'µs',
      value: median(own.map(({ controlPlane }) => controlPlane)),
    },
    { metric: 'processor time a create: postgres', unit: 'µs', value: median(own.map(({ postgres }) => postgres)) },
  ];
}

async function createRound({ endpoint, processes }: Cluster, round: number): Promise<Round> {
  const namespace = filledNamespace(round);
  await createNamespace(endpoint, namespace);
  const used = () => ({
    controlPlane: processorSeconds([processes.controlPlane]),
    postgres: processorSeconds(processTree(processes.postgres)),
  });
  const before = used();
  const count = objectsPerNamespace;
  const job = { type: 'creates', endpoint, namespace, prefix: 'object', count, connections } as const;
  const { latencies, seconds } = await runJob(job);
  const after = used();
  const each = (total: number) => (total * 1e6) / count;
  return {
    perSecond: count / seconds,
    p99: percentile(latencies, 0.99),
    controlPlane: each(after.controlPlane - before.controlPlane),
    postgres: each(after.postgres - before.postgres),
  };
}

async function bestInserts({ databaseUrl }: Cluster): Promise<number> {
  const rates: number[] = [];
  for (const connections of peerConnections) {
    const count = objectsPerNamespace / 2;
    const { seconds } = await runJob({ type: 'inserts', databaseUrl, count, connections });
    rates.push(count / seconds);
  }
  return Math.max(...rates);
}
