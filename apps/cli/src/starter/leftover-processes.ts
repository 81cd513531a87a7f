// What an earlier run left when its starter was killed: found by run records and by PostgreSQL's own file, verified by
// start time, and ended.
import type { HomeLayout } from '../home/home-layout.ts';
import { STOP_STEPS } from '../postgres/postgres-server.ts';
import { readPostmasterFile, runningPostmaster } from '../postgres/postmaster-file.ts';
import { isRunning } from '../process/process-identity.ts';
import { type RunRecord, readRunRecords, removeRunRecord } from '../process/run-record.ts';
import { type StopStep, stopProcess } from '../process/stop-process.ts';
import { CONTROL_PLANE_STOP } from './control-plane.ts';

/** Processes of this instance that still run, the starter excepted; in the order in which they are to end. */
export function findLeftoverProcesses(layout: HomeLayout): RunRecord[] {
  const records = readRunRecords(layout.runFolder).filter((record) => record.name !== 'starter' && isRunning(record));
  const postmaster = runningPostmaster(layout.postgresData);
  if (postmaster !== undefined && !records.some(({ pid }) => pid === postmaster.pid)) {
    records.push({ name: 'postgres', ...postmaster, argv: [] });
  }
  return records.sort((one, other) => rank(one) - rank(other));
}

/** Everything before PostgreSQL, which the others use. */
function rank({ name }: RunRecord): number {
  return name === 'postgres' ? 1 : 0;
}

/** Ends them and removes all stale records. Returns those that would not end. */
export async function stopLeftoverProcesses(layout: HomeLayout, report: (line: string) => void): Promise<RunRecord[]> {
  const remaining: RunRecord[] = [];
  for (const record of findLeftoverProcesses(layout)) {
    report(`ending ${record.name} (process ${record.pid}), left by an earlier run`);
    if (!(await stopProcess(record, stepsFor(record)))) remaining.push(record);
  }
  for (const record of readRunRecords(layout.runFolder)) {
    if (record.name !== 'starter' && !isRunning(record)) removeRunRecord(layout.runFolder, record.name);
  }
  return remaining;
}

function stepsFor({ name }: RunRecord): readonly StopStep[] {
  return name === 'postgres' ? STOP_STEPS : CONTROL_PLANE_STOP;
}

/** The id of the shared memory segment that a killed PostgreSQL leaves in the kernel, if it left one. */
export function leftoverSharedMemory(layout: HomeLayout): string | undefined {
  return readPostmasterFile(layout.postgresData)?.sharedMemoryId;
}
