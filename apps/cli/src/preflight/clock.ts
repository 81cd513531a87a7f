// Is the clock sane: certificates and leases depend on it.
import { existsSync } from 'node:fs';
import type { CheckResult } from '@gantry/api/host/check-result';
import { readBuildStamp } from '../starter/app-entries.ts';

export interface ClockReads {
  now: Date;
  builtAt: Date | undefined;
  /** What systemd-timesyncd says; undefined where it does not run */
  synchronized: boolean | undefined;
}

/** A file that systemd-timesyncd touches once it has the time (systemd-timesyncd.service(8)). */
const TIMESYNC_FOLDER = '/run/systemd/timesync';

export function readClock(): ClockReads {
  const stamp = readBuildStamp('cli');
  return {
    now: new Date(),
    builtAt: stamp === undefined ? undefined : new Date(stamp.builtAt),
    synchronized: existsSync(TIMESYNC_FOLDER) ? existsSync(`${TIMESYNC_FOLDER}/synchronized`) : undefined,
  };
}

export function checkClock({ now, builtAt, synchronized }: ClockReads): CheckResult {
  const name = 'clock';
  const time = now.toISOString();
  if (builtAt !== undefined && now < builtAt) {
    const message = `${time} lies before the build of this Gantry (${builtAt.toISOString()})`;
    return { name, status: 'fail', message, remedy: 'set the clock: timedatectl set-ntp true, or date --set' };
  }
  if (synchronized === false) {
    const message = `${time}, and systemd-timesyncd has not reached a time server yet`;
    return {
      name,
      status: 'warn',
      message,
      remedy: 'check the network, or name a server in /etc/systemd/timesyncd.conf',
    };
  }
  return { name, status: 'pass', message: synchronized ? `${time}, synchronized` : time, remedy: '' };
}
