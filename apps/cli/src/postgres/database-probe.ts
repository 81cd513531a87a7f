// Asks somebody else's PostgreSQL whether it answers, before anything depends on it. Its password is never printed.
import type { Client } from 'pg';
import { errorCode, Failure } from '../failure.ts';

const ANSWER_MS = 8000;
const MINIMUM_VERSION = 15;

/** Resolves when the database answers and is new enough; throws a Failure that names the host otherwise. */
export async function probeDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS });
  // A connection that breaks later has nobody to tell.
  client.on('error', () => undefined);
  try {
    await client.connect();
    requireVersion(await readVersion(client), url);
  } catch (error) {
    throw error instanceof Failure ? error : explainRefusal(error, url);
  } finally {
    // With a host that swallows packets, the farewell would wait as long as the greeting did.
    void client.end().catch(() => undefined);
  }
}

async function readVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
}

function requireVersion(version: number, url: string): void {
  if (version >= MINIMUM_VERSION) return;
  throw new Failure(
    `the database at ${hostOf(url)} is PostgreSQL ${version}, and Gantry needs ${MINIMUM_VERSION} or newer`,
    'upgrade it, or point DATABASE_URL to a newer one',
  );
}

/** Host and port, or the socket's folder; nothing else of the URL. */
export function hostOf(url: string): string {
  const { hostname, port, searchParams } = new URL(url);
  return searchParams.get('host') ?? `${hostname || 'localhost'}:${port || '5432'}`;
}

/** A server that answers gives one of these, none of which begins with E; the system gives the like of EPIPE. */
const SQLSTATE = /^(?!E)[0-9A-Z]{5}$/;

const UNREACHED =
  'check host and port in DATABASE_URL, that PostgreSQL runs there, and that no firewall stands between';
/** By SQLSTATE or system error code. */
const REMEDIES: Record<string, string> = {
  '28P01': 'check user and password in DATABASE_URL',
  '28000': 'check user and password in DATABASE_URL, and pg_hba.conf of that server',
  '3D000': 'create that database, or name another in DATABASE_URL',
  '53300': 'raise max_connections of that server, or close other connections',
  '57P03': 'wait until that server has started',
};

export function explainRefusal(error: unknown, url: string): Failure {
  const code = errorCode(error) ?? '';
  const words = error instanceof AggregateError ? error.errors.map(String).join(', ') : messageOf(error);
  const what = SQLSTATE.test(code) ? 'refuses' : 'does not answer';
  return new Failure(
    `the database at ${hostOf(url)} ${what}: ${withoutPassword(words, url)}`,
    Object.hasOwn(REMEDIES, code) ? (REMEDIES[code] ?? UNREACHED) : UNREACHED,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || (errorCode(error) ?? error.name) : String(error);
}

function withoutPassword(text: string, url: string): string {
  const { password } = new URL(url);
  if (password === '') return text;
  return text.replaceAll(password, '***').replaceAll(decodeURIComponent(password), '***');
}
