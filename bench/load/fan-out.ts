// One write to many watchers: how long from sending the write until the last of them has the event. Writer and watchers
// share this process, and so one clock.
import type { TLSSocket } from 'node:tls';
import { configMapJson } from './config-map.ts';
import { expectStatus, HttpConnection, openMany, openTls, requestText } from './http-connection.ts';
import type { FanOutJob, JobResult } from './job.ts';

const newline = 0x0a;
const closingBrace = 0x7d;

/** Counts ends of events (`}` and a newline, which JSON holds nowhere else) over all watchers. */
class EventCount {
  events = 0;
  bytes = 0;
  #awaited: { events: number; resolve(): void } | undefined;

  follow(socket: TLSSocket): void {
    let before = 0;
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
        if ((at === 0 ? before : chunk[at - 1]) === closingBrace) this.#one();
      }
      before = chunk.at(-1) ?? before;
    });
  }

  reached(events: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.events >= events) resolve();
      else this.#awaited = { events, resolve };
    });
  }

  #one(): void {
    this.events += 1;
    if (this.events === this.#awaited?.events) this.#awaited.resolve();
  }
}

export async function fanOut(job: FanOutJob): Promise<JobResult> {
  const count = new EventCount();
  const watchers = await openMany(job.watchers, () => joinWatch(job, count));
  const writer = await HttpConnection.open(job.endpoint);
  count.bytes = 0;
  const latencies: number[] = [];
  const started = performance.now();
  for (let write = 1; write <= job.writes; write += 1) {
    const request = requestText('POST', job.createPath, configMapJson(`event-${String(write).padStart(6, '0')}`));
    const sent = performance.now();
    const answer = writer.send(request);
    await count.reached(write * job.watchers);
    latencies.push(performance.now() - sent);
    expectStatus(await answer, 201);
  }
  const seconds = (performance.now() - started) / 1000;
  writer.close();
  for (const watcher of watchers) watcher.destroy();
  return { latencies, seconds, bytes: Math.round(count.bytes / (job.watchers * job.writes)) };
}

/** Returns once the server has begun its answer: from then on nothing is missed. */
async function joinWatch({ endpoint, watchPath }: FanOutJob, count: EventCount): Promise<TLSSocket> {
  const socket = await openTls(endpoint);
  const head = new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
  });
  socket.write(requestText('GET', watchPath));
  const text = (await head).toString('latin1');
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`the watch was refused: ${text.slice(0, 500)}`);
  count.follow(socket);
  return socket;
}
