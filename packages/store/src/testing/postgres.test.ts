// The test server itself: starts, survives a kill, keeps its data over a restart, leaves nothing.
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('keeps data over kill -9 and restart, and removes its folder on stop', async () => {
  const postgres = await startPostgres();
  await query(postgres.url, 'create table t as select 42 as answer');
  await postgres.kill9();
  await expect(query(postgres.url, 'select 1')).rejects.toThrow();
  await postgres.restart();
  expect(await query(postgres.url, 'select answer from t')).toEqual([{ answer: 42 }]);
  await postgres.restart();
  expect(await query(postgres.url, 'select answer from t')).toEqual([{ answer: 42 }]);
  await postgres.stop();
  expect(existsSync(postgres.folder)).toBe(false);
});

test('two servers live side by side', async () => {
  const [one, two] = await Promise.all([startPostgres(), startPostgres({ durable: true })]);
  await query(one.url, 'create table only_here()');
  expect(await query(two.url, "select to_regclass('only_here') as found")).toEqual([{ found: null }]);
  expect(await query(one.url, 'show fsync')).toEqual([{ fsync: 'off' }]);
  expect(await query(two.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  await Promise.all([one.stop(), two.stop()]);
});
