// The connections to PostgreSQL: a small pool under Prisma. Every statement of the store passes here.
import { setTimeout as pause } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ClientConfig, Pool } from 'pg';
import { PrismaClient } from './generated/prisma/client.ts';
import { isPassing } from './store-error.ts';

/** One connection for writing, two for reading; the listener has its own. */
const poolSize = 3;

/** Settings every connection of the store has. */
export const connectionSettings = (url: string): ClientConfig => ({
  connectionString: url,
  application_name: 'gantry',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
});

export type SqlValue = string | number | bigint | null | readonly string[];

export interface Database {
  /** Rows of one statement; `$1`… stand for the values. Row types are the caller's claim about its own SQL. */
  query<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Milliseconds after which an unanswered statement counts as lost, with its connection: a network may just go silent. */
const statementTimeout = 30_000;

export function openDatabase(url: string, onError: (error: Error) => void): Database {
  const pool = new Pool({
    ...connectionSettings(url),
    max: poolSize,
    idleTimeoutMillis: 60_000,
    query_timeout: statementTimeout,
  });
  // A connection that breaks while idle: the pool replaces it.
  pool.on('error', onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  return {
    query: (sql, ...values) => prisma.$queryRawUnsafe(sql, ...values),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Milliseconds for which reads are tried anew when the connection breaks: a restart of the server takes about one. */
const readPatience = 5_000;

/** The same database for statements that only read: a lost connection is got over. */
export function patientReads(database: Database): Pick<Database, 'query'> {
  return {
    async query(sql, ...values) {
      const deadline = Date.now() + readPatience;
      for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
        try {
          return await database.query(sql, ...values);
        } catch (error) {
          if (!isPassing(error) || Date.now() + wait > deadline) throw error;
        }
        await pause(wait);
      }
    },
  };
}
