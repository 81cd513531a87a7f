// Runs one job in a load generator's process, and makes sure that it ends.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { interrupted } from '../interruption.ts';
import type { GeneratorMessage, Job, JobResult } from './job.ts';

/** From bench/dist. */
const generator = fileURLToPath(new URL('./generator.js', import.meta.url));
const timeLimit = 120_000;

/** @throws when the job fails or takes longer than two minutes */
export async function runJob(job: Job): Promise<JobResult> {
  interrupted.throwIfAborted();
  const child = fork(generator, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise<JobResult>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${job.type} took longer than ${timeLimit / 1000} s`)), timeLimit);
    interrupted.addEventListener('abort', () => reject(interrupted.reason), { once: true });
    child.on('message', (message: GeneratorMessage) => {
      if ('result' in message) resolve(message.result);
      else reject(new Error(`${job.type}: ${message.error}`));
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the load generator ended with ${code} before it was done`));
    });
    child.send(job);
  }).finally(() => child.kill('SIGKILL'));
}
