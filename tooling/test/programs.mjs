// System programs that tests drive: where each comes from, and getting them when the machine allows it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Program → Debian package. */
const needed = {
  kubectl: 'kubernetes-client',
  nft: 'nftables',
  ip: 'iproute2',
  script: 'bsdutils',
  setpriv: 'util-linux',
};

/** @param {string} name */
function present(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @param {string[]} packages @returns {boolean} whether apt did it */
function aptInstall(packages) {
  const run = (/** @type {string[]} */ args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return run(install) || (run(['update', '-qq']) && run(install));
}

/**
 * Installs what is missing, by apt as root; otherwise says which package brings it.
 * @returns {string[]} programs still missing, as sentences
 */
export function providePrograms() {
  const missing = () => Object.entries(needed).filter(([name]) => !present(name));
  const absent = missing();
  if (absent.length > 0 && process.getuid?.() === 0 && present('apt-get')) {
    const packages = absent.map(([, debian]) => debian);
    console.log(`installing ${packages.join(', ')}`);
    aptInstall(packages);
  }
  return missing().map(([name, debian]) => `${name} is missing: tests that need it are skipped; install ${debian}`);
}
