import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildOutdatedApps } from './build-apps.mjs';
import { explainInstallFailure, packagesAreInstalled } from './install-packages.mjs';
import { isSupportedNode } from './node-version.mjs';
import { showPhase } from './progress.mjs';
import { firstLines, runChild } from './run-child.mjs';

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gantry-bootstrap-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** @param {string} path @param {unknown} content text, or written as JSON */
function write(path, content) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

test.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.0.0', true],
  ['24.4.1', true],
])('Node %s is supported: %s', (version, expected) => {
  expect(isSupportedNode(version)).toBe(expected);
});

describe('whether packages are installed', () => {
  const locked = {
    '': { version: '0.1.0' },
    'apps/cli': { version: '0.1.0', dependencies: { a: '1.0.0' } },
    'node_modules/@gantry/cli': { link: true, resolved: 'apps/cli' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-win32': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  };
  const { 'node_modules/b-win32': _, ...installed } = locked;

  test('they are when npm put in what the lockfile names, other platforms aside', () => {
    write('package-lock.json', { packages: locked });
    expect(packagesAreInstalled(root)).toBe(false);
    write('node_modules/.package-lock.json', { packages: installed });
    expect(packagesAreInstalled(root)).toBe(true);
  });

  test.each([
    ['another version', { version: '1.0.1', integrity: 'sha512-a' }],
    ['another content', { version: '1.0.0', integrity: 'sha512-x' }],
    ['no package', undefined],
  ])('they are not with %s', (_name, present) => {
    write('package-lock.json', { packages: locked });
    write('node_modules/.package-lock.json', { packages: { ...installed, 'node_modules/a': present } });
    expect(packagesAreInstalled(root)).toBe(false);
  });
});

test.each([
  ['npm error code ENOTFOUND', 'the npm registry does not answer'],
  ['npm error code ENOSPC', 'the disk is full'],
  ['npm error code EACCES', 'this folder cannot be written'],
  ['npm error code EUSAGE', 'package-lock.json does not match package.json'],
  ['npm error code EINTEGRITY', 'does not have the checksum'],
  ['npm error something new', 'npm ci ended with exit code 1'],
])('%s is explained', (output, sentence) => {
  const failure = explainInstallFailure(1, output);
  expect(failure.message).toContain(sentence);
  expect(failure.remedy).not.toBe('');
});

test('the first lines are those that say something', () => {
  expect(firstLines('npm error code X\nnpm error\nnpm error why\nnpm error manual', 2)).toBe(
    'npm error code X\nnpm error why',
  );
});

test('a program that is not there is code 127', async () => {
  expect(await runChild(['/does/not/exist'], { cwd: root })).toMatchObject({ code: 127 });
});

describe('building', () => {
  beforeEach(() => {
    write('apps/one/package.json', { version: '0.3.0' });
    write(
      'apps/one/build.mjs',
      "import { mkdirSync, writeFileSync } from 'node:fs';mkdirSync('dist', { recursive: true });writeFileSync('dist/main.js', '1');",
    );
    write('apps/one/src/main.ts', 'one');
    write('packages/shared/src/a.ts', 'a');
  });

  test('happens once, and again when a source changes, in the app or in a package', async () => {
    expect(await buildOutdatedApps(root)).toEqual(['one']);
    expect(await buildOutdatedApps(root)).toEqual([]);
    write('packages/shared/src/a.ts', 'longer');
    expect(await buildOutdatedApps(root)).toEqual(['one']);
    utimesSync(join(root, 'apps/one/src/main.ts'), 1, 1);
    expect(await buildOutdatedApps(root)).toEqual(['one']);
    expect(JSON.parse(readFileSync(join(root, 'apps/one/dist/build-stamp.json'), 'utf8')).version).toBe('0.3.0');
  });

  test('is not due for tests, generated files and what was installed', async () => {
    await buildOutdatedApps(root);
    write('apps/one/src/main.test.ts', 'x');
    write('packages/shared/node_modules/x/index.js', 'x');
    write('packages/shared/src/generated/x.ts', 'x');
    expect(await buildOutdatedApps(root)).toEqual([]);
  });

  test('that fails says which app and shows the cause, and is tried again', async () => {
    write('apps/one/build.mjs', "throw new Error('no such thing')");
    for (const _ of [1, 2]) {
      await expect(buildOutdatedApps(root)).rejects.toMatchObject({
        message: 'building apps/one failed',
        detail: expect.stringContaining('no such thing'),
      });
    }
  });

  test('without any app fails: the clone is not whole', async () => {
    rmSync(join(root, 'apps/one'), { recursive: true });
    await expect(buildOutdatedApps(root)).rejects.toThrow('no app to build');
  });
});

test('a phase returns its value and its time', async () => {
  const { value, seconds } = await showPhase('x', async () => 7);
  expect(value).toBe(7);
  expect(seconds).toBeLessThan(1);
});

test('an outdated Node is told what it needs', () => {
  const script = `import { requireSupportedNode } from ${JSON.stringify(new URL('./node-version.mjs', import.meta.url).href)};requireSupportedNode('18.0.0')`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('Node.js 18.0.0 is too old');
});
