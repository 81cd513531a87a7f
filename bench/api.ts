// Benchmarks of the API server and its store: starts, memory, reads, writes, lists and watches, each beside the bare
// means of the machine. Server, PostgreSQL, peer and load generator share the machine's cores, so ratios say more than values.
import { join } from 'node:path';
import { measureCreates } from './api/creates.ts';
import { measureDisk } from './api/disk.ts';
import { measureFanOut } from './api/fan-out.ts';
import { measureGets } from './api/gets.ts';
import { measureLists } from './api/lists.ts';
import { measureMemory } from './api/memory.ts';
import { measureEmptyStarts, measureFullStart } from './api/starts.ts';
import { type Cluster, startCluster } from './cluster/cluster.ts';
import type { Measurement } from './measurement.ts';
import { inScratchFolder } from './scratch-folder.ts';

export function benchmarkApi(progress: (line: string) => void): Promise<readonly Measurement[]> {
  return inScratchFolder(async (folder) => {
    const home = join(folder, 'home');
    progress('first and second start');
    const starts = await measureEmptyStarts(home, folder);
    const loaded = await withCluster(home, async (cluster) => {
      progress('memory when idle');
      const idle = await measureMemory(cluster, 'idle');
      progress('creates at saturation');
      const creates = await measureCreates(cluster);
      progress('GET at a fixed rate');
      const gets = await measureGets(cluster, folder);
      progress('LIST of 10,000 objects');
      const lists = await measureLists(cluster, folder);
      progress('one write to 1,000 watchers');
      const watches = await measureFanOut(cluster);
      const after = await measureMemory(cluster, 'after load');
      return [...gets, ...creates, ...lists, ...watches, ...idle, ...after];
    });
    progress('start with what the load left');
    return [...loaded, ...starts, await measureFullStart(home), await measureDisk(folder)];
  });
}

async function withCluster<T>(home: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster(home);
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
  }
}
