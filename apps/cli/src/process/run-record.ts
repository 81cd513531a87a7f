// One file for each process of this instance, so that the next start or an uninstall finds what a crash left behind.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../home/durable-file.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface RunRecord extends ProcessIdentity {
  name: string;
  argv: string[];
}

export function writeRunRecord(runFolder: string, record: RunRecord): void {
  writeDurably(join(runFolder, `${record.name}.json`), `${JSON.stringify(record)}\n`);
}

export function removeRunRecord(runFolder: string, name: string): void {
  rmSync(join(runFolder, `${name}.json`), { force: true });
}

/** All readable records; a half-written or foreign file counts as none. */
export function readRunRecords(runFolder: string): RunRecord[] {
  try {
    return readdirSync(runFolder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => readRunRecord(join(runFolder, name)) ?? []);
  } catch {
    return [];
  }
}

/** Reads one record, or undefined when there is none. */
export function readRunRecord(path: string): RunRecord | undefined {
  try {
    return parseRunRecord(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function parseRunRecord(value: unknown): RunRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, pid, startTime, bootId, argv }: Partial<Record<keyof RunRecord, unknown>> = value;
  if (typeof name !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 2) return undefined;
  if (typeof startTime !== 'string' || typeof bootId !== 'string' || !Array.isArray(argv)) return undefined;
  return { name, pid, startTime, bootId, argv: argv.map(String) };
}
