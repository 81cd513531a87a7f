// What went wrong with the database, as one sentence and what to do about it.

/** The database cannot be used as it is. The message says what is wrong, `remedy` what the operator can do. */
export class StoreError extends Error {
  readonly remedy: string;

  constructor(sentence: string, remedy: string, cause?: unknown) {
    super(`${sentence}; ${remedy}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.remedy = remedy;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Error codes that an error carries in itself, in what Prisma wrapped it in, or in what caused it. */
function* codes(error: unknown, depth = 0): Generator<string> {
  if (!isRecord(error) || depth > 6) return;
  // Prisma keeps no code of a failed connect, only its kind.
  for (const code of [error.originalCode, error.code, error.kind]) if (typeof code === 'string') yield code;
  for (const inner of [error.cause, error.meta, error.driverAdapterError]) yield* codes(inner, depth + 1);
}

// Neither a system error (EPIPE) nor one of Prisma's own (P1017).
const sqlStateForm = /^(?!E|P[1-9])[0-9A-Z]{5}$/;

/** The SQLSTATE of an error of PostgreSQL, when it is one. */
export function sqlState(error: unknown): string | undefined {
  for (const code of codes(error)) if (sqlStateForm.test(code)) return code;
  return undefined;
}

const connectFailures = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'DatabaseNotReachable',
]);

/** The error arose before anything was sent to the server. */
export function neverSent(error: unknown): boolean {
  for (const code of codes(error)) if (connectFailures.has(code)) return true;
  const state = sqlState(error);
  // Refused at connecting: starting up or shutting down, too many connections.
  return state === '57P03' || state === '53300';
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html; a trial later may succeed for these.
const passing = /^(08|57P0[1235]|53300|40001|40P01|25006)/;

/** The statement was perhaps carried out: the connection ended, or the server went down, before it was answered. */
export function leavesUnknown(error: unknown): boolean {
  return isPassing(error) && !neverSent(error) && /^(08|57P0[125])/.test(sqlState(error) ?? '08');
}

/** A fault of the program itself. */
const isFault = (error: unknown): error is Error =>
  error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;

/** Trying again may help: the connection was lost, or the server is restarting or short of something. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreError || isFault(error)) return false;
  const state = sqlState(error);
  return state === undefined || passing.test(state);
}

const explanations: readonly { states: RegExp; sentence: string; remedy: string }[] = [
  { states: /^53100/, sentence: 'the disk of the database is full', remedy: 'free space on it; nothing was lost' },
  {
    states: /^25006/,
    sentence: 'the database is read-only',
    remedy: 'point DATABASE_URL at the primary server, or end its read-only mode',
  },
  {
    states: /^(42501|28000|28P01)/,
    sentence: 'the database refuses the rights that the store needs',
    remedy: 'give the user of DATABASE_URL its password, CONNECT, and CREATE on the schema',
  },
  { states: /^3D000/, sentence: 'the database does not exist', remedy: 'create it, or correct DATABASE_URL' },
  {
    states: /^53300/,
    sentence: 'the database has no connection left',
    remedy: 'raise max_connections or stop other clients; one control plane needs 4',
  },
  {
    states: /^(42P01|42883|42703)/,
    sentence: 'the tables of the store are missing or of another version',
    remedy: 'start the control plane anew, which brings them up to date',
  },
];

/** Puts an error of the database into words. */
export function explain(error: unknown): Error {
  if (error instanceof StoreError || isFault(error)) return error;
  const state = sqlState(error);
  const known = explanations.find(({ states }) => states.test(state ?? ''));
  if (known) return new StoreError(known.sentence, known.remedy, error);
  if (isPassing(error)) {
    return new StoreError('the database cannot be reached', 'see that it runs and that DATABASE_URL names it', error);
  }
  const text = error instanceof Error ? error.message : String(error);
  return new StoreError(`the database refused a statement (${state}: ${text})`, 'see the log of the database', error);
}
