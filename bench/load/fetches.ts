// One address fetched to its last byte, again and again on one connection.
import { Agent, get } from 'node:https';
import type { Endpoint } from '../cluster/kubeconfig.ts';
import type { FetchesJob, JobResult } from './job.ts';

export async function fetchRepeatedly({ endpoint, path, count }: FetchesJob): Promise<JobResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies: number[] = [];
  let bytes = 0;
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const sent = performance.now();
    bytes = await fetchOnce({ endpoint, path, agent });
    latencies.push(performance.now() - sent);
  }
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { latencies, seconds, bytes };
}

interface Fetch {
  endpoint: Endpoint;
  path: string;
  agent: Agent;
}

/** @returns the body's bytes */
function fetchOnce({ endpoint, path, agent }: Fetch): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ ...endpoint, path, agent, headers: { accept: 'application/json' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`the server answered ${response.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}
