// Reads what is committed: the log after a revision, objects as they are, one object's versions, an earlier state.
import type { CommittedEntry } from './cache/watch-cache.ts';
import type { Database } from './database.ts';
import type { ObjectCodec } from './object-codec.ts';
import type { HistoryEntry, ObjectKey, Snapshot, StoreEvent } from './object-store.ts';

/** Rows of one page of the log. */
export const logPage = 1000;
/** Rows of one page may be large each: objects of 1 MB are allowed. */
const objectsPage = 500;

interface Row {
  revision: number;
  resource: string;
  namespace: string;
  name: string;
  object: string;
}

interface LogRow extends Row {
  type: StoreEvent['type'];
}

interface ResumeRow extends LogRow {
  previous: number | null;
  previousObject: string | null;
}

interface HistoryRow extends LogRow {
  username: string;
  via: string;
  at: number;
}

// Revisions stay below 2^53 (285 years at a million a second), so float8 carries them exactly.
const columns = 'l.revision::float8 AS revision, l.resource, l.namespace, l.name, l.type, l.object::text AS object';

const keyOf = ({ resource, namespace, name }: Row): ObjectKey => ({ resource, namespace, name });

export type LoadedObject = Pick<CommittedEntry, 'key' | 'object' | 'revision'>;

export class LogReader {
  readonly #database: Pick<Database, 'query'>;
  readonly #codec: ObjectCodec;

  constructor(database: Pick<Database, 'query'>, codec: ObjectCodec) {
    this.#database = database;
    this.#codec = codec;
  }

  /** Newest revision, and the one below which the log was thinned out. */
  async bounds(): Promise<{ current: number; compacted: number }> {
    const [row] = await this.#database.query<{ current: number; compacted: number }>(
      'SELECT "current"::float8 AS current, "compacted"::float8 AS compacted FROM "revision"',
    );
    if (!row) throw new Error('the revision row is missing');
    return row;
  }

  /** The entries after a revision, oldest first, of all resources; no more than a page of them. */
  async after(revision: number): Promise<CommittedEntry[]> {
    const rows = await this.#database.query<LogRow>(
      `SELECT ${columns} FROM watch_log l WHERE l.revision > $1::bigint ORDER BY l.revision LIMIT ${logPage}`,
      revision,
    );
    return rows.map((row) => this.#entry(row));
  }

  /** Events of one resource after `since` and up to `until`; no more than a page of them. */
  async events(resource: string, since: number, until: number): Promise<StoreEvent[]> {
    const rows = await this.#database.query<ResumeRow>(
      `SELECT ${columns}, l.previous::float8 AS previous, p.object::text AS "previousObject"
       FROM watch_log l LEFT JOIN watch_log p ON p.revision = l.previous
       WHERE l.resource = $1 AND l.revision > $2::bigint AND l.revision <= $3::bigint
       ORDER BY l.revision LIMIT ${logPage}`,
      resource,
      since,
      until,
    );
    return rows.map((row) => this.#event(row));
  }

  /** Every object, each as of its own moment. */
  async *objects(): AsyncGenerator<LoadedObject> {
    let last = { resource: '', namespace: '', name: '' };
    for (;;) {
      const rows: Row[] = await this.#database.query<Row>(
        `SELECT revision::float8 AS revision, resource, namespace, name, object::text AS object FROM objects
         WHERE (resource, namespace, name) > ($1, $2, $3)
         ORDER BY resource, namespace, name LIMIT ${objectsPage}`,
        last.resource,
        last.namespace,
        last.name,
      );
      for (const row of rows) {
        const key = keyOf(row);
        yield { key, revision: row.revision, object: this.#codec.decode(key, row.object, row.revision) };
      }
      const end = rows.at(-1);
      if (!end || rows.length < objectsPage) return;
      last = end;
    }
  }

  /** Versions of one object, newest first. */
  async history(key: ObjectKey, limit: number): Promise<HistoryEntry[]> {
    const rows = await this.#database.query<HistoryRow>(
      `SELECT ${columns}, l.username, l.via, extract(epoch FROM l.changed_at)::float8 * 1000 AS at
       FROM watch_log l WHERE l.resource = $1 AND l.namespace = $2 AND l.name = $3
       ORDER BY l.revision DESC LIMIT $4::bigint`,
      key.resource,
      key.namespace,
      key.name,
      limit,
    );
    return rows.map((row) => {
      const { revision, type, object } = this.#entry(row);
      return { revision, type, object, user: row.username, via: row.via, at: Math.round(row.at) };
    });
  }

  /** The objects of a resource as of a revision; right only while the log is whole from there on. */
  async listAt(resource: string, revision: number, namespace?: string): Promise<Snapshot> {
    const rows = await this.#database.query<LogRow>(
      `SELECT * FROM (
         SELECT DISTINCT ON (l.namespace, l.name) ${columns} FROM watch_log l
         WHERE l.resource = $1 AND l.revision <= $2::bigint AND ($3::text IS NULL OR l.namespace = $3)
         ORDER BY l.namespace, l.name, l.revision DESC
       ) AS latest WHERE type <> 'DELETED'`,
      resource,
      revision,
      namespace ?? null,
    );
    return { items: rows.map((row) => this.#entry(row).object), revision };
  }

  #entry(row: LogRow): CommittedEntry {
    const key = keyOf(row);
    const object = this.#codec.decode(key, row.object, row.revision);
    return { revision: row.revision, type: row.type, key, object, size: row.object.length };
  }

  #event(row: ResumeRow): StoreEvent {
    const { revision, type, key, object } = this.#entry(row);
    const { previous, previousObject } = row;
    if (previous === null || previousObject === null) return { type, revision, key, object };
    return { type, revision, key, object, previous: this.#codec.decode(key, previousObject, previous) };
  }
}
