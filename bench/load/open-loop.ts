// Open-loop load: requests are due at fixed times. One that has to wait for a free connection, or for a generator that is
// late itself, is still timed from when it was due, so that a stall is counted for everybody it would have met.
import { setTimeout as pause } from 'node:timers/promises';
import { expectStatus, HttpConnection, openMany, requestText } from './http-connection.ts';
import type { JobResult, OpenLoopJob } from './job.ts';

export async function openLoop(job: OpenLoopJob): Promise<JobResult> {
  const idle = await openMany(job.connections, () => HttpConnection.open(job.endpoint));
  const all = [...idle];
  const requests = job.paths.map((path) => requestText('GET', path));
  const latencies: number[] = [];
  const waiting: number[] = [];
  const total = job.perSecond * job.seconds;
  const started = performance.now() + 100;
  const dueAt = (index: number) => started + (index * 1000) / job.perSecond;

  const serve = async (connection: HttpConnection, due: number): Promise<void> => {
    for (let next: number | undefined = due; next !== undefined; next = waiting.shift()) {
      const request = requests[latencies.length % requests.length] ?? '';
      expectStatus(await connection.send(request), 200);
      latencies.push(performance.now() - next);
    }
    idle.push(connection);
  };

  const begin = async (due: number): Promise<void> => {
    const connection = idle.pop();
    if (connection) await serve(connection, due);
    else waiting.push(due);
  };

  const under = [];
  for (let sent = 0; sent < total; await pause(1)) {
    for (; sent < total && dueAt(sent) <= performance.now(); sent += 1) under.push(begin(dueAt(sent)));
  }
  await Promise.all(under);
  const seconds = (performance.now() - started) / 1000;
  for (const connection of all) connection.close();
  return { latencies, seconds, bytes: 0 };
}
