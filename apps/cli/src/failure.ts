// A command that cannot go on for a reason the user can act on: one sentence that says why, one that says what to do.

export class Failure extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.remedy = remedy;
  }
}

/** A command line that was not understood; ends with exit code 2. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

/** The code of a system error (`ENOSPC`), or undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns the system errors of writing at `path` into sentences; anything else comes back as it was. */
export function explainWriteError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new Failure(
      `${path} cannot be written by user id ${process.geteuid?.() ?? '?'}`,
      'run as the owner of that folder (as root for /var/lib/gantry), or set GANTRY_HOME to one that is yours',
      { cause: error },
    );
  }
  if (code === 'EROFS') {
    return new Failure(`${path} lies on a read-only file system`, 'set GANTRY_HOME to a folder that can be written', {
      cause: error,
    });
  }
  return error;
}

export function diskFull(path: string, cause?: unknown): Failure {
  return new Failure(
    `the disk that holds ${path} is full`,
    'free space there (1 GB at least) and start again; nothing that was acknowledged is lost',
    { cause },
  );
}
