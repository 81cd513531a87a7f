// The `gantry` command: finds the verb, reads its options, and turns failures into one sentence, a remedy and an exit code.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { Failure, UsageFailure } from './failure.ts';
import type { PhaseTime } from './terminal/progress.ts';
import { findVerb, helpVerb, verbText } from './verbs/help.ts';
import { preflight } from './verbs/preflight.ts';
import { server } from './verbs/server.ts';
import { uninstall } from './verbs/uninstall.ts';
import { up } from './verbs/up.ts';
import type { Verb } from './verbs/verb.ts';
import { version } from './verbs/version.ts';

const OTHERS: readonly Verb[] = [up, server, preflight, uninstall, version];
const VERBS: readonly Verb[] = [...OTHERS, helpVerb(OTHERS)];

/**
 * Runs one command line and returns its exit code: 0 done, 1 failed, 2 not understood, 130 stopped by force.
 * `earlier` are phases that were run before (installing, building), for the line that says how long a start took.
 */
export async function run(argv: readonly string[], earlier: readonly PhaseTime[] = []): Promise<number> {
  try {
    return await runVerb(argv, earlier);
  } catch (error) {
    if (error instanceof UsageFailure) {
      process.stderr.write(`gantry: ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`gantry: ${error.message}\n${error.remedy === '' ? '' : `  remedy: ${error.remedy}\n`}`);
    return 1;
  }
}

async function runVerb(argv: readonly string[], earlier: readonly PhaseTime[]): Promise<number> {
  const [first = 'help', ...rest] = argv;
  const name = first === '--help' || first === '-h' ? 'help' : first.replace(/^--version$/, 'version');
  const verb = findVerb(VERBS, name);
  const topic = name === 'help' ? rest.find((word) => !word.startsWith('-')) : undefined;
  if (topic !== undefined) return printHelp(findVerb(VERBS, topic));
  const options = readOptions(verb, rest);
  if (options.help === true) return name === 'help' ? verb.run(contextOf(options, earlier)) : printHelp(verb);
  return verb.run(contextOf(options, earlier));
}

function contextOf(options: Record<string, unknown>, earlier: readonly PhaseTime[]) {
  return { options, earlier, config: () => readConfig(process.env) };
}

function printHelp(verb: Verb): number {
  process.stdout.write(`${verbText(verb)}\n`);
  return 0;
}

function readOptions(verb: Verb, args: string[]): Record<string, unknown> {
  try {
    const options = { ...verb.options, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own sentence, cut before its advice about `--`.
    const words = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new UsageFailure(
      `${verb.name}: ${words.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}; see gantry ${verb.name} --help`,
    );
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(process.argv.slice(2));
}
