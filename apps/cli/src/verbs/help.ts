// `gantry help`, and the text that `--help` prints for each verb.
import { UsageFailure } from '../failure.ts';
import { symbolsFor } from '../terminal/output.ts';
import type { Verb } from './verb.ts';

const ENVIRONMENT = `Environment:
  GANTRY_HOME      data directory (/var/lib/gantry as root, else ~/.local/share/gantry)
  GANTRY_API_PORT  port of the Kubernetes API (6443); 0 takes any free one
  GANTRY_LISTEN    IP addresses to listen on beside loopback, separated by commas
  DATABASE_URL     a PostgreSQL 15 or newer of your own, instead of the embedded one`;

/** The verb that lists all of them, itself included. */
export function helpVerb(others: readonly Verb[]): Verb {
  const help: Verb = {
    name: 'help',
    summary: 'print this list, or what one verb does: gantry help <verb>',
    description: 'Prints the list of verbs, or what one of them does.',
    options: {},
    async run() {
      process.stdout.write(`${listText([...others, help])}\n`);
      return 0;
    },
  };
  return help;
}

function listText(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  const dash = symbolsFor(process.stdout, process.env).pass === '✓' ? '–' : '-';
  return [
    `gantry ${dash} a container cloud whose API is Kubernetes' own`,
    '',
    'Usage: gantry <verb> [options]   (in a clone: npm run -s gantry -- <verb> [options])',
    '',
    ...lines,
    '',
    ENVIRONMENT,
  ].join('\n');
}

/** What `gantry <verb> --help` prints. */
export function verbText({ name, description, options }: Verb): string {
  const rows = [...Object.entries(options), ['help', { about: 'print this', short: 'h' }] as const];
  const lines = rows.map(([option, { about, short }]) => {
    const words = short === undefined ? `    --${option}` : `-${short}, --${option}`;
    return `  ${words.padEnd(20)}${about}`;
  });
  return [`Usage: gantry ${name} [options]`, '', description, '', 'Options:', ...lines, '', ENVIRONMENT].join('\n');
}

/** Finds a verb by name; throws a UsageFailure that says what there is. */
export function findVerb(verbs: readonly Verb[], name: string): Verb {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb !== undefined) return verb;
  const names = verbs.map((candidate) => candidate.name).join(', ');
  throw new UsageFailure(`there is no verb ${JSON.stringify(name)}; there are ${names}`);
}
