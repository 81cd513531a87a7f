// Thins out the log: what watches may still resume from stays whole, of what is older each object's last versions.
import type { Database } from './database.ts';

export interface CompactionOptions {
  /** Milliseconds for which every entry is kept (one hour). */
  retention: number;
  /** Versions of each object kept beyond that, at least 1 (20). */
  versions: number;
  /** Milliseconds for which an object's history outlives the object (7 days). */
  deletedRetention: number;
}

/** Rows deleted in one transaction; each looks at all that is old once more. */
const chunk = 50_000;

// Short: writers wait for this row.
const moveHorizon = `
  UPDATE "revision" SET "compacted" = greatest("compacted", coalesce((
    SELECT max("revision") FROM "watch_log" WHERE "changed_at" <= clock_timestamp() - $1::float8 * interval '1 ms'
  ), 0)) RETURNING "compacted"::float8 AS compacted`;

// The newest entry at the horizon is the object's state there, which listings at later revisions start from.
const dropEntries = `
  DELETE FROM "watch_log" WHERE "revision" IN (
    SELECT "revision" FROM (
      SELECT "revision", row_number() OVER newest AS age,
        first_value("type") OVER newest = 'DELETED'
          AND first_value("changed_at") OVER newest <= clock_timestamp() - $3::float8 * interval '1 ms' AS forgotten
      FROM "watch_log" WHERE "revision" <= $1::bigint
      WINDOW newest AS (PARTITION BY "resource", "namespace", "name" ORDER BY "revision" DESC)
    ) AS old WHERE age > $2::bigint OR forgotten
    LIMIT ${chunk}
  ) RETURNING "revision"::float8 AS revision`;

// Writers that ended long ago: none of their batches can still be under way.
const dropWriters = `DELETE FROM "writers" WHERE "last_seen" < clock_timestamp() - interval '1 day'`;

/**
 * Any number of processes may do this at once.
 * @returns the oldest revision from which watches can resume
 */
export async function compactLog(database: Database, options: CompactionOptions): Promise<number> {
  const [row] = await database.query<{ compacted: number }>(moveHorizon, options.retention);
  const compacted = row?.compacted ?? 0;
  for (;;) {
    const dropped = await database.query(
      dropEntries,
      compacted,
      Math.max(1, options.versions),
      options.deletedRetention,
    );
    if (dropped.length < chunk) break;
  }
  await database.query(dropWriters);
  return compacted;
}
