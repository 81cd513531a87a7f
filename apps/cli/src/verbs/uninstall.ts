// `gantry uninstall`: undoes every change that `gantry up` made to this machine.
import { createInterface } from 'node:readline/promises';
import { Failure } from '../failure.ts';
import { explainHome, inspectHome } from '../home/data-directory.ts';
import { homeLayout } from '../home/home-layout.ts';
import { planUninstall } from '../starter/uninstall-plan.ts';
import type { Verb, VerbContext } from './verb.ts';

export const uninstall: Verb = {
  name: 'uninstall',
  summary: 'stop what runs and remove everything Gantry made on this machine',
  description: `Names what it will do and asks. It stops this instance's processes, removes its sockets, what it made in the
kernel, and the data directory with all its data. It touches nothing that does not carry this instance's
id. A database that DATABASE_URL names is left alone.`,
  options: {
    yes: { type: 'boolean', short: 'y', about: 'do not ask' },
    'keep-data': { type: 'boolean', about: 'leave the data directory, remove the rest' },
  },
  run: runUninstall,
};

async function runUninstall({ options, config }: VerbContext): Promise<number> {
  const layout = homeLayout(config().home);
  const state = inspectHome(layout);
  if (state === 'absent' || state === 'fresh') {
    process.stdout.write(`nothing to do: there is no Gantry in ${layout.home}\n`);
    return 0;
  }
  const problem = explainHome(layout, state);
  if (problem !== undefined) throw problem;
  const plan = await planUninstall(layout, { keepData: options['keep-data'] === true });
  process.stdout.write(`${['gantry uninstall will', ...plan.map(({ words }) => `  - ${words}`)].join('\n')}\n`);
  if (options.yes !== true && !(await userAgrees())) {
    process.stdout.write('nothing was changed\n');
    return 1;
  }
  for (const step of plan) await step.run((line) => process.stdout.write(`${line}\n`));
  process.stdout.write('done\n');
  return 0;
}

async function userAgrees(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Failure('uninstall asks before it removes anything, and there is no terminal to ask on', 'add --yes');
  }
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await dialogue.question('Go on? [y/N] ')).trim());
  } finally {
    dialogue.close();
  }
}
