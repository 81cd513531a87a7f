// Brings the database to the schema of this build: Prisma's migrations, in order, each in a transaction, recorded where
// Prisma's own command line looks for them.
import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connectionSettings } from './database.ts';
import { migrations as ownMigrations } from './generated/migrations.ts';
import { explain, StoreError } from './store-error.ts';

export interface Migration {
  name: string;
  sql: string;
}

/** The lock that Prisma's command line takes for the same purpose (prisma-engines, schema-engine). */
const prismaLock = 72707369;
const oldestServer = 15;

const recordTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

const checksum = (sql: string) => createHash('sha256').update(sql).digest('hex');

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; readonly: boolean }>(
    `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS readonly`,
  );
  const { version = '0', readonly = false } = rows[0] ?? {};
  if (Number.parseInt(version, 10) < oldestServer) {
    throw new StoreError(`the database is PostgreSQL ${version}`, `use ${oldestServer} or newer`);
  }
  if (readonly) {
    throw new StoreError('the database is a read-only standby', 'point DATABASE_URL at the primary server');
  }
}

/** Names of the applied migrations. @throws StoreError when they are not a beginning of ours */
async function applied(client: Client, migrations: readonly Migration[]): Promise<number> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  for (const [index, row] of rows.entries()) {
    const own = migrations[index];
    if (!own || (own.name !== row.name && row.name > own.name)) {
      throw new StoreError(
        `the database has the migration ${row.name}, which this version of Gantry does not know`,
        'start the version that made it, or a newer one',
      );
    }
    if (own.name !== row.name || own.sql === '' || checksum(own.sql) !== row.checksum || !row.finished) {
      throw new StoreError(
        `the migration ${row.name} in the database is not the one of this version of Gantry`,
        'point DATABASE_URL at a database of its own, or restore the backup made before it was changed',
      );
    }
  }
  return rows.length;
}

async function apply(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query('BEGIN');
  await client.query(sql);
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), checksum(sql), name],
  );
  await client.query('COMMIT');
}

/**
 * Applies what is missing; several processes may start at once.
 * @returns names of the migrations applied now
 * @throws StoreError the database cannot be reached, is too old, or holds another schema
 */
export async function migrate(url: string, migrations: readonly Migration[] = ownMigrations): Promise<string[]> {
  const client = new Client(connectionSettings(url));
  // The statement under way reports a lost connection; this keeps the event from ending the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
    await client.query(recordTable);
    const missing = migrations.slice(await applied(client, migrations));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } catch (error) {
    throw explain(error);
  } finally {
    // Ends the session, and with it the lock and an open transaction.
    await client.end().catch(() => undefined);
  }
}
