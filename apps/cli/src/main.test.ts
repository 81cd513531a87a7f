import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from './main.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists the verbs', async (argv) => {
  expect(await run(argv)).toBe(0);
  for (const verb of ['up', 'server', 'preflight', 'uninstall', 'version', 'help'])
    expect(printed).toMatch(new RegExp(`^  ${verb} `, 'm'));
});

test.each([
  'up',
  'server',
  'preflight',
  'uninstall',
  'version',
  'help',
])('%s --help and help %s print the same', async (verb) => {
  expect(await run([verb, '--help'])).toBe(0);
  const direct = printed;
  printed = '';
  expect(await run(['help', verb])).toBe(0);
  if (verb !== 'help') expect(printed).toBe(direct);
});

test.each([
  [['fly']],
  [['up', '--fast']],
  [['up', 'now']],
  [['help', 'fly']],
  [['constructor']],
])('%j is not understood', async (argv) => {
  expect(await run(argv)).toBe(2);
  expect(printed).toMatch(/^gantry: [^\n]+\n$/);
});

test('a failure is one sentence and a remedy', async () => {
  vi.stubEnv('DATABASE_URL', '');
  expect(await run(['server'])).toBe(1);
  expect(printed).toMatch(/^gantry: gantry server needs DATABASE_URL[^\n]*\n {2}remedy: [^\n]+\n$/);
});
