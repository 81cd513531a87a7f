// Migrations: applied once, in order, by whichever process comes first; a foreign database is refused in one sentence.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrations } from './generated/migrations.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { migrate } from './migrate.ts';
import { StoreError } from './store-error.ts';
import { startPostgres, type TestPostgres } from './testing/postgres.ts';

let postgres: TestPostgres;

async function sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  postgres = await startPostgres();
});

beforeEach(() => sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO public'));

afterAll(() => postgres.stop());

const failure = async (run: Promise<unknown>): Promise<StoreError> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${error}`);
  return error;
};

test('several processes at once: applied once, recorded with the checksum of the file', async () => {
  const names = migrations.map(({ name }) => name);
  const runs = await Promise.all([migrate(postgres.url), migrate(postgres.url), migrate(postgres.url)]);
  expect(runs.flat()).toEqual(names);
  const file = join(import.meta.dirname, '../../../prisma/migrations', names[0] ?? '', 'migration.sql');
  const { stdout } = await promisify(execFile)('sha256sum', [file]);
  const [row] = await sql<Record<string, unknown>>('SELECT * FROM _prisma_migrations');
  expect(row).toMatchObject({ checksum: stdout.slice(0, 64), migration_name: names[0], applied_steps_count: 1 });
  expect(row?.finished_at).toBeInstanceOf(Date);
});

test('the tables are those of the Prisma schema', async () => {
  await migrate(postgres.url);
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: postgres.url }) });
  expect(await prisma.revision.findMany()).toEqual([{ id: true, current: 0n, compacted: 0n }]);
  expect(await prisma.storedObject.findMany()).toEqual([]);
  expect(await prisma.logEntry.findMany()).toEqual([]);
  expect(await prisma.writer.findMany()).toEqual([]);
  await prisma.$disconnect();
  const columns = await sql<{ table_name: string; columns: string }>(
    `SELECT table_name, string_agg(column_name, ' ' ORDER BY ordinal_position) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' GROUP BY table_name ORDER BY table_name`,
  );
  const schema = await readFile(join(import.meta.dirname, '../../../prisma/schema.prisma'), 'utf8');
  const models = [...schema.matchAll(/^model \w+ \{\n([^}]*)\}/gm)].map(([, body = '']) => ({
    table_name: /@@map\("(\w+)"\)/.exec(body)?.[1],
    columns: [...body.matchAll(/^ {2}(\w+) +\w+\??(.*)$/gm)]
      .map(([, field, rest = '']) => /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field)
      .join(' '),
  }));
  expect(models.sort((a, b) => (a.table_name ?? '').localeCompare(b.table_name ?? ''))).toEqual(columns);
});

test('the SQL in the bundle is that of the files', async () => {
  for (const { name, sql: text } of migrations) {
    const file = join(import.meta.dirname, '../../../prisma/migrations', name, 'migration.sql');
    expect(text).toBe(await readFile(file, 'utf8'));
  }
});

test('what is missing is added in order; a failing migration leaves nothing', async () => {
  const two = [
    { name: '1_a', sql: 'CREATE TABLE a()' },
    { name: '2_b', sql: 'CREATE TABLE b()' },
  ];
  expect(await migrate(postgres.url, two.slice(0, 1))).toEqual(['1_a']);
  const broken = { name: '2_b', sql: 'CREATE TABLE c(); SELECT no_such_function()' };
  await failure(migrate(postgres.url, [...two.slice(0, 1), broken]));
  expect(await sql(`SELECT to_regclass('c') AS c`)).toEqual([{ c: null }]);
  expect(await migrate(postgres.url, two)).toEqual(['2_b']);
  expect(await migrate(postgres.url, two)).toEqual([]);
});

test('a newer or different database is refused', async () => {
  await migrate(postgres.url);
  await sql(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '9_new', now())`,
  );
  expect((await failure(migrate(postgres.url))).message).toBe(
    'the database has the migration 9_new, which this version of Gantry does not know; start the version that made it, or a newer one',
  );
  await sql(`DELETE FROM _prisma_migrations WHERE id = 'x'; UPDATE _prisma_migrations SET checksum = 'z'`);
  expect((await failure(migrate(postgres.url))).message).toContain('is not the one of this version');
});

test('missing rights, a missing database and an unreachable one are said in one sentence with a remedy', async () => {
  await sql('CREATE ROLE stranger LOGIN');
  const asStranger = postgres.url.replace('gantry@', 'stranger@');
  expect((await failure(migrate(asStranger))).message).toMatch(/^the database refuses the rights/);
  const elsewhere = postgres.url.replace('/postgres?', '/nowhere?');
  expect((await failure(migrate(elsewhere))).message).toMatch(/^the database does not exist; create it/);
  expect((await failure(migrate('postgresql://x@localhost/x?host=/nonexistent'))).message).toMatch(
    /^the database cannot be reached; see that it runs/,
  );
});
