// The environment of the `gantry` command, read once.
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failure } from './failure.ts';

export interface Config {
  /** Data directory, absolute */
  home: string;
  /** Port of the Kubernetes API; 0 means any free one */
  apiPort: number;
  /** IP addresses to listen on beside loopback */
  listen: readonly string[];
  /** Somebody else's PostgreSQL; undefined means the embedded one */
  databaseUrl: string | undefined;
}

/** Reads environment variables; throws a Failure that names the variable and what it may hold. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    home: resolve(env.GANTRY_HOME || defaultHome()),
    apiPort: readPort(env.GANTRY_API_PORT || '6443'),
    listen: readListen(env.GANTRY_LISTEN ?? ''),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL ?? ''),
  };
}

function defaultHome(): string {
  return process.geteuid?.() === 0 ? '/var/lib/gantry' : join(homedir(), '.local/share/gantry');
}

function readPort(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65535) return Number(value);
  throw new Failure(
    `GANTRY_API_PORT is ${JSON.stringify(value)}, which is not a port`,
    'set it to a number from 0 (any free port) to 65535, or leave it unset for 6443',
  );
}

function readListen(value: string): string[] {
  const addresses = value.split(',').map((address) => address.trim());
  const named = addresses.filter((address) => address !== '');
  const wrong = named.find((address) => isIP(address) === 0);
  if (wrong === undefined) return [...new Set(named)];
  throw new Failure(
    `GANTRY_LISTEN names ${JSON.stringify(wrong)}, which is not an IP address`,
    'list IP addresses of this machine, separated by commas, without ports',
  );
}

function readDatabaseUrl(value: string): string | undefined {
  if (value === '') return undefined;
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return value;
  // The value may hold a password: it is not repeated.
  throw new Failure(
    'DATABASE_URL is not a PostgreSQL connection string',
    'give it the form postgresql://user:password@host:5432/database, or unset it to use the embedded PostgreSQL',
  );
}
