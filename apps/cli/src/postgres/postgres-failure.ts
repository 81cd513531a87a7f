// Turns what PostgreSQL printed before it ended into one sentence and a remedy.
import { diskFull, Failure } from '../failure.ts';

export interface PostgresEnd {
  program: string;
  dataFolder: string;
  /** What it printed since it was started */
  output: string;
  /** How it ended, such as `exit code 1` */
  end: string;
}

const DAMAGE =
  /could not locate a valid checkpoint record|invalid (primary )?checkpoint|incorrect checksum in control file|could not (open|read) file "[^"]*(pg_control|pg_filenode|pg_xact|PG_VERSION)|invalid data in file|not a valid data directory|invalid page in block|page verification failed/;

export function explainPostgresFailure({ program, dataFolder, output, end }: PostgresEnd): Failure {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(dataFolder);
  if (DAMAGE.test(output)) return damagedData(dataFolder, lastComplaint(output));
  if (/error while loading shared libraries|GLIBC_|cannot execute/.test(output)) {
    return new Failure(
      `${program} cannot run on this machine: ${lastComplaint(output)}`,
      'the embedded PostgreSQL needs glibc; set DATABASE_URL to a PostgreSQL 15 or newer of your own',
    );
  }
  if (/wrong ownership|invalid permissions|Permission denied/.test(output)) {
    return new Failure(
      `PostgreSQL may not use ${dataFolder}: ${lastComplaint(output)}`,
      `give the folder back to one user, mode 0700 (chown -R, chmod 700 ${dataFolder})`,
    );
  }
  if (/could not look up effective user ID/.test(output)) {
    return new Failure(
      `user id ${process.geteuid?.()} has no name in /etc/passwd, which PostgreSQL needs`,
      'run as a user with an entry there, or set DATABASE_URL to a PostgreSQL of your own',
    );
  }
  if (/lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(output)) {
    return new Failure(
      `another PostgreSQL runs on ${dataFolder}: ${lastComplaint(output)}`,
      'stop it, then start again',
    );
  }
  return new Failure(`${program} ended with ${end}: ${lastComplaint(output)}`, 'read its log for what came before');
}

/** The last line that says what was wrong, without PostgreSQL's time stamp and level. */
function lastComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const grave = lines.filter((line) => /(PANIC|FATAL|ERROR):|: (error|fatal):/.test(line));
  const line = grave.at(-1) ?? lines.at(-1) ?? 'it printed nothing';
  return line.replace(/^.*?(PANIC|FATAL|ERROR):\s*/, '').trim();
}

/** The sentence for data that PostgreSQL cannot use any more. */
export function damagedData(dataFolder: string, why: string): Failure {
  return new Failure(
    `the data in ${dataFolder} is damaged: ${why}`,
    `restore ${dataFolder} from a backup; or move it away and start with an empty cluster (nothing was deleted)`,
  );
}
