import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord, symbolsFor } from './output.ts';

test.each([
  '/var/lib/gantry/admin.kubeconfig',
  "/tmp/it's here/$HOME",
  '',
  'a b',
  '`x`',
])('the shell reads %j back', (word) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
});

test('signs are ASCII unless a UTF-8 terminal shows them', () => {
  expect(symbolsFor({ isTTY: true }, { LANG: 'de_DE.UTF-8' }).pass).toBe('✓');
  expect(symbolsFor({ isTTY: true }, { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }).pass).toBe('ok');
  expect(symbolsFor({}, { LANG: 'de_DE.UTF-8' }).fail).toBe('x');
});
