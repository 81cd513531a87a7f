// The embedded PostgreSQL from nothing to a connection string: programs, data, socket, server.
import { join } from 'node:path';
import type { HomeLayout } from '../home/home-layout.ts';
import type { Child } from '../process/child.ts';
import { identifyProcess } from '../process/process-identity.ts';
import { removeRunRecord, writeRunRecord } from '../process/run-record.ts';
import type { Note } from '../terminal/progress.ts';
import { choosePostgresAccount, requireReachable } from './postgres-account.ts';
import { createCluster, DATABASE, hasCluster } from './postgres-cluster.ts';
import { findPostgresPackage, installPostgresPrograms, majorVersion } from './postgres-programs.ts';
import { type ServerPlace, startPostgresServer } from './postgres-server.ts';
import { makeSocketFolder, removeSocketFolder, socketFolderOf, socketUrl } from './socket-folder.ts';

interface Attempt {
  signal: AbortSignal;
  note: Note;
}

export interface EmbeddedPostgres {
  url: string;
  logFile: string;
  /** Starts the server, also again after it died */
  start(attempt: Attempt): Promise<Child>;
  /** Removes what only a running server needs */
  clear(): void;
}

/** Makes everything ready for `start`: copies programs and creates the data where needed. */
export async function prepareEmbeddedPostgres(
  layout: HomeLayout,
  { instance, signal, note }: Attempt & { instance: string },
): Promise<EmbeddedPostgres> {
  const source = findPostgresPackage();
  const dataFolder = layout.postgresData;
  const major = majorVersion(source.version);
  const present = hasCluster({ dataFolder, instance, major });
  const account = choosePostgresAccount(dataFolder);
  requireReachable(account, layout.postgresFolder);
  note('copying programs');
  const programs = await installPostgresPrograms(source, layout.postgresFolder);
  signal.throwIfAborted();
  if (!present) {
    note('creating the database');
    await createCluster({ programs, dataFolder, account, instance, major }, signal);
  }
  const socketFolder = socketFolderOf(layout, instance);
  const logFile = join(layout.logFolder, 'postgres.log');
  const onSpawn = (pid: number) => {
    const identity = identifyProcess(pid);
    if (identity !== undefined)
      writeRunRecord(layout.runFolder, { name: 'postgres', ...identity, argv: ['postgres', '-D', dataFolder] });
  };
  const place: ServerPlace = { programs, dataFolder, account, socketFolder, logFile, onSpawn };
  return {
    url: socketUrl(socketFolder, DATABASE),
    logFile,
    start(attempt) {
      makeSocketFolder(socketFolder, account);
      return startPostgresServer(place, attempt);
    },
    clear() {
      removeRunRecord(layout.runFolder, 'postgres');
      removeSocketFolder(socketFolder);
    },
  };
}
