// The connections to PostgreSQL: a small pool under Prisma. Every statement of the store passes here.
import { PrismaPg } from '@prisma/adapter-pg';
import { type ClientConfig, Pool } from 'pg';
import { PrismaClient } from './generated/prisma/client.ts';

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

export function openDatabase(url: string, onError: (error: Error) => void): Database {
  const pool = new Pool({ ...connectionSettings(url), max: poolSize, idleTimeoutMillis: 60_000 });
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
