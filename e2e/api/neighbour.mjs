// A client in a thread of its own, so that it measures the server and not the test: reads one path every 20 ms until
// it is told to stop, then says how that went.
import { Agent, request } from 'node:https';
import { parentPort, workerData } from 'node:worker_threads';

if (!parentPort) throw new Error('runs as a worker thread');
const parent = parentPort;
const { url, tls } = workerData;
const agent = new Agent({ ...tls, keepAlive: true });
/** @type {Promise<void>[]} */
const reads = [];
/** @type {unknown[]} */
const failures = [];
let slowest = 0;

/** @returns {Promise<void>} */
function read() {
  const begun = performance.now();
  return new Promise((resolve) => {
    const done = (/** @type {unknown} */ status) => {
      if (status !== 200) failures.push(status);
      slowest = Math.max(slowest, performance.now() - begun);
      resolve();
    };
    request(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode));
    })
      .on('error', (error) => done(error.message))
      .end();
  });
}

await read();
slowest = 0;
reads.push(read());
const timer = setInterval(() => reads.push(read()), 20);
parent.once('message', async () => {
  clearInterval(timer);
  await Promise.all(reads);
  agent.destroy();
  parent.postMessage({ count: reads.length, slowest, failures });
});
parent.postMessage('reading');
