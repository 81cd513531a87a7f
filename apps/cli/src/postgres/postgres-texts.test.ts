import { describe, expect, test } from 'vitest';
import { explainRefusal, hostOf } from './database-probe.ts';
import { parsePasswd, pickAccount } from './postgres-account.ts';
import { explainPostgresFailure } from './postgres-failure.ts';
import { postgresVersion } from './postgres-programs.ts';
import { describeStart } from './postgres-server.ts';
import { parsePostmasterFile } from './postmaster-file.ts';
import { socketFolderOf, socketUrl } from './socket-folder.ts';

describe('the account', () => {
  const line = (name: string, uid: number) => `${name}:x:${uid}:${uid}:::/bin/false`;

  test.each([
    [['root:x:0:0:::', line('nobody', 65534), line('postgres', 101)], 'postgres'],
    [['root:x:0:0:::', line('anna', 1000), line('nobody', 65534)], 'nobody'],
    [['root:x:0:0:::', line('anna', 1000)], 'anna'],
    [['root:x:0:0:::', 'toor:x:0:0:::', '+::::::', ''], undefined],
  ])('of %j is %s', (lines, name) => {
    expect(pickAccount(parsePasswd(lines.join('\n')))?.name).toBe(name);
  });
});

describe('what PostgreSQL printed', () => {
  const explain = (output: string) =>
    explainPostgresFailure({ program: 'postgres', dataFolder: '/d', output, end: 'exit code 1' }).message;

  test.each([
    ['PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device', 'the disk that holds /d is full'],
    [
      'x UTC [7] PANIC:  could not locate a valid checkpoint record at 0/1',
      'the data in /d is damaged: could not locate a valid checkpoint record at 0/1',
    ],
    [
      'FATAL:  data directory "/d" has wrong ownership',
      'PostgreSQL may not use /d: data directory "/d" has wrong ownership',
    ],
    [
      'FATAL:  lock file "postmaster.pid" already exists',
      'another PostgreSQL runs on /d: lock file "postmaster.pid" already exists',
    ],
    [
      'postgres: error while loading shared libraries: libm.so.6',
      'postgres cannot run on this machine: postgres: error while loading shared libraries: libm.so.6',
    ],
    ['FATAL:  something new\nLOG:  database system is shut down', 'postgres ended with exit code 1: something new'],
    ['', 'postgres ended with exit code 1: it printed nothing'],
  ])('%j', (output, message) => {
    expect(explain(output)).toBe(message);
  });

  test('a long start says what it does', () => {
    const log =
      'LOG:  redo in progress, elapsed time: 1.00 s, current LSN: 0/2\nLOG:  redo in progress, elapsed time: 2.00 s, current LSN: 0/3';
    expect(describeStart(log)).toBe('recovering, redo in progress, elapsed time: 2.00 s');
    expect(describeStart('LOG:  database system was interrupted; last known up at x')).toBe('recovering after a crash');
    expect(describeStart('')).toBe('starting');
  });
});

test('postmaster.pid is read by its lines', () => {
  const text = '4711\n/d\n1700000000\n5432\n/s\n\n  5433 22\nready   \n';
  expect(parsePostmasterFile(text)).toEqual({ pid: 4711, sharedMemoryId: '22', status: 'ready' });
  expect(parsePostmasterFile('4711\n/d\n')).toEqual({ pid: 4711, sharedMemoryId: undefined, status: '' });
  for (const broken of ['', 'x', '-1\n', '1\n']) expect(parsePostmasterFile(broken)).toBeUndefined();
});

test('a socket path too long for the kernel moves to a short folder with the instance id', () => {
  expect(socketFolderOf({ runFolder: '/var/lib/gantry/run' }, 'abcdefgh')).toBe('/var/lib/gantry/run/postgres');
  const long = socketFolderOf({ runFolder: `/${'a'.repeat(90)}` }, 'abcdefgh');
  expect(long).toMatch(/^\/(run|tmp)\/gantry-abcdefgh$/);
  expect(socketUrl('/a b/s', 'gantry')).toBe('postgresql://gantry@localhost/gantry?host=%2Fa%20b%2Fs');
});

describe('a database that does not answer, or refuses', () => {
  const url = 'postgresql://anna:s%40cret@db.example:5433/gantry';

  test('is named by its host, never with the password', () => {
    const failure = explainRefusal(new Error('password "s@cret" (s%40cret) was refused'), url);
    expect(failure.message).toBe('the database at db.example:5433 does not answer: password "***" (***) was refused');
  });

  test('has words and a remedy of their own for a wrong password, which is an answer', () => {
    const failure = explainRefusal(Object.assign(new Error('no'), { code: '28P01' }), url);
    expect(failure.message).toBe('the database at db.example:5433 refuses: no');
    const cut = explainRefusal(Object.assign(new Error('no'), { code: 'EPIPE' }), url);
    expect(cut.message).toBe('the database at db.example:5433 does not answer: no');
    expect(failure.remedy).toContain('password');
    expect(explainRefusal(Object.assign(new Error('no'), { code: 'constructor' }), url).remedy).toContain(
      'check host and port',
    );
  });

  test.each([
    ['postgresql://u@h/d', 'h:5432'],
    ['postgresql://u@localhost/d?host=%2Frun%2Fpg', '/run/pg'],
  ])('%s is at %s', (text, host) => {
    expect(hostOf(text)).toBe(host);
  });
});

test("PostgreSQL's own version is what its package's begins with", () => {
  expect(postgresVersion('18.4.0-beta.17')).toBe('18.4');
  expect(postgresVersion('19')).toBe('19');
});
