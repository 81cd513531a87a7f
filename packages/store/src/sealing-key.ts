// Makes sure that all control planes on one database seal with the same key: the first leaves a proof, the others try it.
import type { Cipher } from './cipher.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

const context = 'sealing-key';

/** @throws StoreError when the database was written with another key under the same id */
export async function checkSealingKey(database: Pick<Database, 'query'>, cipher: Cipher): Promise<void> {
  const own = cipher.seal(Buffer.from(context), context);
  const [id = ''] = own.split(':');
  await database.query('INSERT INTO sealing_keys VALUES ($1, $2) ON CONFLICT DO NOTHING', id, own);
  const [row] = await database.query<{ proof: string }>('SELECT proof FROM sealing_keys WHERE id = $1', id);
  try {
    cipher.open(row?.proof ?? '', context);
  } catch (error) {
    throw new StoreError(
      'the database was written with another encryption key',
      'put back the key that this database was used with; all control planes on it share one',
      error,
    );
  }
}
