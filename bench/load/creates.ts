// Creates at saturation, through the API.
import { configMapJson } from './config-map.ts';
import { expectStatus, HttpConnection, openMany, requestText } from './http-connection.ts';
import type { CreatesJob, JobResult } from './job.ts';

export async function createObjects(job: CreatesJob): Promise<JobResult> {
  const connections = await openMany(job.connections, () => HttpConnection.open(job.endpoint));
  const path = `/api/v1/namespaces/${job.namespace}/configmaps`;
  const latencies: number[] = [];
  let next = 0;
  const serve = async (connection: HttpConnection): Promise<void> => {
    while (next < job.count) {
      next += 1;
      const request = requestText('POST', path, configMapJson(`${job.prefix}-${next}`));
      const sent = performance.now();
      expectStatus(await connection.send(request), 201);
      latencies.push(performance.now() - sent);
    }
  };
  const started = performance.now();
  await Promise.all(connections.map(serve));
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  return { latencies, seconds, bytes: 0 };
}
