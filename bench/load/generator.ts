// Entry of the load generator's process: takes one job, does it, answers, and is ended by its parent.
import { createObjects } from './creates.ts';
import { fanOut } from './fan-out.ts';
import { fetchRepeatedly } from './fetches.ts';
import type { GeneratorMessage, Job, JobResult } from './job.ts';
import { openLoop } from './open-loop.ts';
import { insertRows, selectRows } from './postgres-rows.ts';

function perform(job: Job): Promise<JobResult> {
  switch (job.type) {
    case 'open-loop':
      return openLoop(job);
    case 'creates':
      return createObjects(job);
    case 'inserts':
      return insertRows(job);
    case 'fetches':
      return fetchRepeatedly(job);
    case 'selects':
      return selectRows(job);
    case 'fan-out':
      return fanOut(job);
  }
}

process.once('message', (job: Job) => {
  const answer = (message: GeneratorMessage) => process.send?.(message);
  perform(job).then(
    (result) => answer({ result }),
    (error) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.once('disconnect', () => process.exit(1));
