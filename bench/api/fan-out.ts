// One write to 1,000 watchers, until the last of them has it, beside a bare server that hands on as many bytes.
import type { Cluster } from '../cluster/cluster.ts';
import { runJob } from '../load/run-job.ts';
import { withPeer } from '../load/run-peer.ts';
import { createNamespace } from '../load/single-request.ts';
import type { Measurement } from '../measurement.ts';
import { percentile } from '../statistics.ts';

const namespace = 'bench-watch';
const watchers = 1_000;
const writes = 100;

export async function measureFanOut(cluster: Cluster): Promise<Measurement[]> {
  await createNamespace(cluster.endpoint, namespace);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const job = { type: 'fan-out', watchers, writes, createPath: path } as const;
  const own = await runJob({ ...job, endpoint: cluster.endpoint, watchPath: `${path}?watch=1&timeoutSeconds=600` });
  const bare = await withPeer(cluster, { bodies: {}, eventBytes: own.bytes }, ({ endpoint }) =>
    runJob({ ...job, endpoint, watchPath: '/watch' }),
  );
  const name = `bare TLS connections, ${own.bytes} bytes each`;
  const beside = (share: number) => ({
    value: percentile(own.latencies, share),
    peer: { name, value: percentile(bare.latencies, share) },
  });
  const metric = `write to ${watchers.toLocaleString('en-US')} watchers`;
  return [
    { metric: `${metric}, p50`, unit: 'ms', ...beside(0.5) },
    { metric: `${metric}, p99`, unit: 'ms', target: { atMost: 250 }, ...beside(0.99) },
  ];
}
