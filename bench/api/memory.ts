// Memory of each process, as PSS: what is shared counts by its share, so the sum is what the machine gives.
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import { memoryOf, processTree } from '../cluster/process-usage.ts';
import type { Measurement } from '../measurement.ts';

/** Milliseconds of quiet before memory is read. */
const settle = 5_000;

/** MB for everything that ever joins, when idle. */
const target = 600;

export async function measureMemory({ processes }: Cluster, when: 'idle' | 'after load'): Promise<Measurement[]> {
  await pause(settle);
  const starter = memoryOf([processes.starter]);
  const controlPlane = memoryOf([processes.controlPlane]);
  const postgres = memoryOf(processTree(processes.postgres));
  return [
    { metric: `PSS ${when}: starter`, unit: 'MB', value: starter },
    { metric: `PSS ${when}: control plane`, unit: 'MB', value: controlPlane },
    { metric: `PSS ${when}: postgres, all processes`, unit: 'MB', value: postgres },
    {
      metric: `PSS ${when}: everything`,
      unit: 'MB',
      value: starter + controlPlane + postgres,
      ...(when === 'idle' && { target: { atMost: target } }),
      peer: { name: 'the Node process that runs this benchmark', value: memoryOf([process.pid]) },
    },
  ];
}
