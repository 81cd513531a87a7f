// From nothing to `ready`: with an empty data directory, with what the first start left, with what a load left.
import { join } from 'node:path';
import { timeBarePostgres } from '../cluster/bare-postgres.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { Measurement } from '../measurement.ts';

async function timeStart(home: string): Promise<number> {
  const cluster = await startCluster(home);
  await cluster.stop();
  return cluster.secondsToReady;
}

/** @param home data directory, not there yet */
export async function measureEmptyStarts(home: string, folder: string): Promise<Measurement[]> {
  const first = await timeStart(home);
  const second = await timeStart(home);
  const bare = await timeBarePostgres(home, join(folder, 'bare-postgres'));
  return [
    {
      metric: 'first start to ready',
      unit: 's',
      value: first,
      peer: { name: 'bare initdb and postgres, until it answers', value: bare.first },
    },
    {
      metric: 'second start to ready',
      unit: 's',
      value: second,
      target: { atMost: 4 },
      peer: { name: 'bare postgres, until it answers', value: bare.second },
    },
  ];
}

export async function measureFullStart(home: string): Promise<Measurement> {
  return { metric: 'start to ready after the load', unit: 's', value: await timeStart(home), target: { atMost: 4 } };
}
