// Runs one of the machine's own programs (umount, ip, nft) to its end.
import { spawnSync } from 'node:child_process';

/** Where distributions put them; a user's PATH may lack the sbin folders. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Returns what it printed; throws with its last line when it fails or is not there. */
export function runSystemProgram(program: string, args: string[]): string {
  const result = spawnSync(program, args, { env: { PATH, LC_ALL: 'C' }, encoding: 'utf8' });
  if (result.error !== undefined) throw new Error(`${program}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${program}: ${result.stderr.trim().split('\n').at(-1) ?? ''}`);
  return result.stdout;
}
