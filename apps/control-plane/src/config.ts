// The environment of the control plane, read once at start.

import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartError } from './start-error.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  /** Data directory, absolute. */
  home: string;
  /** Port of the Kubernetes API; 0 means any free one. */
  apiPort: number;
  /** IP addresses to listen on beside loopback. */
  listen: readonly string[];
  databaseUrl: string;
  logLevel: LogLevel;
}

/**
 * Reads the configuration from environment variables.
 * @throws StartError naming the variable and what it may hold
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    home: resolve(env.GANTRY_HOME || defaultHome()),
    apiPort: readPort(env.GANTRY_API_PORT),
    listen: readListen(env.GANTRY_LISTEN),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    logLevel: readLogLevel(env.GANTRY_LOG_LEVEL),
  };
}

function defaultHome(): string {
  return process.getuid?.() === 0 ? '/var/lib/gantry' : join(homedir(), '.local/share/gantry');
}

function readPort(value = ''): number {
  if (value === '') return 6443;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new StartError(
    `GANTRY_API_PORT is ${JSON.stringify(value)}, which is not a port`,
    'set it to a number from 0 (any free port) to 65535, or leave it unset for 6443',
  );
}

function readListen(value = ''): string[] {
  const addresses = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong === undefined) return [...new Set(addresses)];
  throw new StartError(
    `GANTRY_LISTEN names ${JSON.stringify(wrong)}, which is not an IP address`,
    'list IP addresses of this machine, separated by commas, without ports',
  );
}

function readDatabaseUrl(value = ''): string {
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  // The value may hold a password: it is not repeated.
  const problem = value === '' ? 'is not set' : 'does not begin with postgres:// or postgresql://';
  throw new StartError(
    `DATABASE_URL ${problem}`,
    'set it to the connection string of a PostgreSQL 15 or newer; `gantry up` brings one along',
  );
}

function readLogLevel(value = ''): LogLevel {
  if (value === '') return 'info';
  const level = logLevels.find((known) => known === value);
  if (level) return level;
  throw new StartError(
    `GANTRY_LOG_LEVEL is ${JSON.stringify(value)}, which is not a level`,
    `set it to one of ${logLevels.join(', ')}`,
  );
}
