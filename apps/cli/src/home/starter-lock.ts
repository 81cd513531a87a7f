// One starter per data directory: a record that is put in place whole (link(2) fails when the name is taken) and that
// counts only while the very process it names is running.
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { errorCode, Failure } from '../failure.ts';
import { identifyProcess, isRunning } from '../process/process-identity.ts';
import { type RunRecord, readRunRecord } from '../process/run-record.ts';
import { writeDurably } from './durable-file.ts';
import type { HomeLayout } from './home-layout.ts';

/** The starter that holds the data directory, if one runs. */
export function runningStarter({ starterLock }: HomeLayout): RunRecord | undefined {
  const record = readRunRecord(starterLock);
  return record !== undefined && isRunning(record) ? record : undefined;
}

/** The Failure that a second starter ends with. */
export function explainSecondStarter({ home }: HomeLayout, { pid }: RunRecord): Failure {
  return new Failure(
    `Gantry already runs on ${home}, as process ${pid}`,
    `use that one, stop it with Ctrl-C in its terminal (or kill ${pid}), or set GANTRY_HOME to another folder`,
  );
}

/** Takes the lock and returns what gives it back; throws a Failure when another starter runs. */
export function takeStarterLock(layout: HomeLayout): () => void {
  const mine = `${layout.starterLock}.${process.pid}`;
  const identity = identifyProcess(process.pid);
  if (identity === undefined) throw new Failure('/proc cannot be read', 'mount it: mount -t proc proc /proc');
  writeDurably(mine, `${JSON.stringify({ name: 'starter', ...identity, argv: process.argv })}\n`);
  try {
    placeLock(layout, mine);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(layout.starterLock, { force: true });
}

function placeLock(layout: HomeLayout, mine: string): void {
  for (;;) {
    if (tryLink(mine, layout.starterLock)) return;
    const holder = runningStarter(layout);
    if (holder !== undefined) throw explainSecondStarter(layout, holder);
    setStaleLockAside(layout);
  }
}

/** Moves a stale lock away; a fresh one that slipped in meanwhile is put back. */
function setStaleLockAside({ starterLock }: HomeLayout): void {
  const aside = `${starterLock}.${process.pid}.stale`;
  try {
    const judged = readFileSync(starterLock, 'utf8');
    renameSync(starterLock, aside);
    if (readFileSync(aside, 'utf8') !== judged) tryLink(aside, starterLock);
  } catch (error) {
    // Gone already: another starter was quicker, and the next look will see its lock.
    if (errorCode(error) !== 'ENOENT') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
