// The same rows without Gantry: inserted one by one, and selected, through `pg` on the cluster's own PostgreSQL.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { configMapJson } from './config-map.ts';
import type { InsertsJob, JobResult, SelectsJob } from './job.ts';

/** A copy of Gantry's table of objects with its keys and indexes; gone with the data directory. */
const table = 'bench_rows';
const insert = {
  name: 'bench-insert',
  text: `INSERT INTO ${table} VALUES ('configmaps', 'bench', $1, $2, $3, '{}', $4, now())`,
};

export async function insertRows({ databaseUrl, count, connections }: InsertsJob): Promise<JobResult> {
  const clients = Array.from({ length: connections }, () => new Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(`DROP TABLE IF EXISTS ${table}`);
  await clients[0]?.query(`CREATE TABLE ${table} (LIKE objects INCLUDING ALL)`);
  const latencies: number[] = [];
  let next = 0;
  const serve = async (client: Client): Promise<void> => {
    while (next < count) {
      next += 1;
      const name = `row-${next}`;
      const values = [name, randomUUID(), next, configMapJson(name)];
      const sent = performance.now();
      await client.query({ ...insert, values });
      latencies.push(performance.now() - sent);
    }
  };
  const started = performance.now();
  await Promise.all(clients.map(serve));
  const seconds = (performance.now() - started) / 1000;
  await clients[0]?.query(`DROP TABLE ${table}`);
  await Promise.all(clients.map((client) => client.end()));
  return { latencies, seconds, bytes: 0 };
}

/** All objects of a namespace, as the text that a list would be made of. */
export async function selectRows({ databaseUrl, namespace, count }: SelectsJob): Promise<JobResult> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const latencies: number[] = [];
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const sent = performance.now();
    await client.query(
      `SELECT "object"::text FROM objects WHERE "resource" = 'configmaps' AND "namespace" = $1 ORDER BY "name"`,
      [namespace],
    );
    latencies.push(performance.now() - sent);
  }
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return { latencies, seconds, bytes: 0 };
}
