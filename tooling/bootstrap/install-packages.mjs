// Installs exactly what the lockfile names, and only when node_modules does not already hold it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstLines, runChild } from './run-child.mjs';
import { StepFailure } from './step-failure.mjs';

/**
 * Compares the lockfile with npm's own record of what it put into node_modules. That record is the last thing npm writes,
 * so an interrupted installation counts as none, and one made by hand with `npm install` counts.
 * @param {string} root
 */
export function packagesAreInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  // Entries outside of node_modules are the workspaces themselves: what they depend on has entries of its own.
  const installed = Object.entries(wanted).filter(([path]) => path.includes('node_modules/'));
  return installed.every(([path, entry]) => agrees(entry, present[path]));
}

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, resolved?: string, optional?: boolean, devOptional?: boolean, peer?: boolean,
 *   dependencies?: Record<string, string> }} LockedPackage
 */

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} present
 */
function agrees(wanted, present) {
  if (present === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
  if (wanted.link) return present.link === true;
  if (wanted.version !== present.version || wanted.integrity !== present.integrity) return false;
  return JSON.stringify(wanted.dependencies ?? {}) === JSON.stringify(present.dependencies ?? {});
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** @param {string} root */
export async function installPackages(root) {
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // Build tools are development dependencies, and binaries come as optional ones: a user's own `omit` must not drop them.
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runChild([...npm, 'ci', ...flags], { cwd: root });
  if (code === 0) return;
  throw explainInstallFailure(code, output);
}

/** Causes by what npm prints, the likeliest first. */
const CAUSES = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    message: 'the npm registry does not answer, so packages cannot be installed',
    remedy: 'check the network (and `npm config get registry`, `npm config get proxy`), then run the command again',
  },
  {
    pattern: /ENOSPC/,
    message: 'the disk is full, so packages cannot be installed',
    remedy: 'free about 1 GB where this folder lies, then run the command again',
  },
  {
    pattern: /EACCES|EPERM|EROFS/,
    message: 'this folder cannot be written, so packages cannot be installed',
    remedy: 'run as the owner of this folder, or clone into one that is yours',
  },
  {
    pattern: /EUSAGE|can only install packages when your package\.json and package-lock\.json/,
    message: 'package-lock.json does not match package.json',
    remedy: 'undo local changes to these files, or run `npm install` to renew the lockfile',
  },
  {
    pattern: /EINTEGRITY/,
    message: 'a downloaded package does not have the checksum the lockfile names',
    remedy: 'run `npm cache verify` and try again; if it stays, the registry or a proxy changes what it delivers',
  },
];

/**
 * @param {number} code
 * @param {string} output
 */
export function explainInstallFailure(code, output) {
  const detail = firstLines(output, 12);
  if (code === 127) {
    return new StepFailure('npm is not there, so packages cannot be installed', {
      remedy: 'install npm (it comes with Node.js) or start with `npm start`',
      detail,
    });
  }
  const cause = CAUSES.find(({ pattern }) => pattern.test(output));
  const message = cause?.message ?? `npm ci ended with exit code ${code}`;
  return new StepFailure(message, {
    remedy: cause?.remedy ?? "read npm's message above, mend it, and run again",
    detail,
  });
}
