// The log of the control plane: JSON lines on stderr, without bodies, queries or credentials.
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: { process: 'control-plane' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.authorization', '*.headers.authorization', '*.token'], remove: true },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
