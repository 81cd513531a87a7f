// What an earlier run left behind.
import type { CheckResult } from '@gantry/api/host/check-result';
import type { OwnProcesses } from './ports.ts';

export function checkLeftovers({ starter, leftovers }: OwnProcesses): CheckResult {
  const name = 'leftovers';
  if (starter !== undefined) {
    return { name, status: 'pass', message: `Gantry runs here, as process ${starter.pid}`, remedy: '' };
  }
  if (leftovers.length === 0) return { name, status: 'pass', message: 'none', remedy: '' };
  const list = leftovers.map((record) => `${record.name} (process ${record.pid})`).join(', ');
  return {
    name,
    status: 'warn',
    message: `an earlier run was killed and left ${list}`,
    remedy: 'the next `gantry up` ends them first; `gantry uninstall` removes everything',
  };
}
