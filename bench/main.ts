// `npm run bench -- <family> [--json]`: runs one family of benchmarks, or all, and prints figures beside those of a peer.
import { availableParallelism } from 'node:os';
import { benchmarkApi } from './api.ts';
import type { Measurement } from './measurement.ts';
import { jsonLines, table } from './report.ts';

/** Tells what it does now through `progress`. */
type Family = (progress: (line: string) => void) => Promise<readonly Measurement[]>;

const families = new Map<string, Family>([['api', benchmarkApi]]);

const usage = `usage: npm run bench -- [family...] [--json]
families: ${[...families.keys()].join(', ')}; all when none is named
--json    one object a line on standard output: bench, metric, unit, value, peer, peerValue, ratio`;

/** What a reader must know to judge the values. */
const sharing = `Servers, peers, PostgreSQL and load generators share this machine's ${availableParallelism()} cores, with whatever else runs
on it: ratios come from one run and say more than values. Targets are wishes, nothing fails by them. A rate above what
the disk confirms is group commit; a ratio is value by peer value.`;

interface Request {
  names: readonly string[];
  json: boolean;
}

/** @returns undefined when an argument is not known */
function readArguments(argv: readonly string[]): Request | undefined {
  const names = argv.filter((argument) => argument !== '--json');
  return names.every((name) => families.has(name)) ? { names, json: argv.includes('--json') } : undefined;
}

async function run(argv: readonly string[]): Promise<number> {
  const request = readArguments(argv);
  if (!request) {
    process.stderr.write(`${usage}\n`);
    return argv.includes('--help') ? 0 : 2;
  }
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  for (const [name, family] of families) {
    if (request.names.length > 0 && !request.names.includes(name)) continue;
    const measurements = await family(progress);
    process.stdout.write(request.json ? jsonLines(name, measurements) : `${table(name, measurements)}${sharing}\n`);
  }
  return 0;
}

process.exitCode = await run(process.argv.slice(2));
