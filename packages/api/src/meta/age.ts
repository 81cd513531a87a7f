// Time since a timestamp, as a cell of a table (printers/internalversion/printers.go, translateTimestampSince).
import { age } from './human-duration.ts';

/**
 * `5m30s`; `<unknown>` where the time is absent.
 * @param now milliseconds since the epoch
 */
export const ageSince = (time: string | undefined, now: number): string =>
  time ? age(now - Date.parse(time)) : '<unknown>';
