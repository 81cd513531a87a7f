// LIST of 10,000 objects to its last byte, beside the same number of bytes from a bare server, and the rows from PostgreSQL.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { runJob } from '../load/run-job.ts';
import { withPeer } from '../load/run-peer.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../statistics.ts';
import { filledNamespace, objectsPerNamespace } from './creates.ts';

const count = 10;

export async function measureLists(
  { endpoint, databaseUrl, ...rest }: Cluster,
  folder: string,
): Promise<Measurement[]> {
  const namespace = filledNamespace(0);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const own = await runJob({ type: 'fetches', endpoint, path, count });
  const file = join(folder, 'list.json');
  await writeFile(file, Buffer.alloc(own.bytes, 'x'));
  const cluster = { endpoint, databaseUrl, ...rest };
  const bare = await withPeer(cluster, { bodies: { '/list': file }, eventBytes: 0 }, (peer) =>
    runJob({ type: 'fetches', endpoint: peer.endpoint, path: '/list', count }),
  );
  const rows = await runJob({ type: 'selects', databaseUrl, namespace, count });
  const megabytes = (own.bytes / 1e6).toFixed(0);
  const metric = `LIST of ${objectsPerNamespace.toLocaleString('en-US')} objects, to the last byte`;
  const value = median(own.latencies);
  return [
    { metric, unit: 'ms', value, peer: { name: `bare https server, ${megabytes} MB`, value: median(bare.latencies) } },
    { metric, unit: 'ms', value, peer: { name: 'pg select of the rows', value: median(rows.latencies) } },
    { metric: `${metric}, worst`, unit: 'ms', value: Math.max(...own.latencies) },
  ];
}
