import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectHome, prepareHome } from './data-directory.ts';
import { homeLayout } from './home-layout.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-home-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an absent folder is made, and the instance id stays', () => {
  const layout = homeLayout(join(folder, 'a/b'));
  expect(inspectHome(layout)).toBe('absent');
  const instance = prepareHome(layout);
  expect(instance).toMatch(/^[a-z][a-z0-9]{7}$/);
  expect(inspectHome(layout)).toBe('ours');
  expect(prepareHome(layout)).toBe(instance);
});

test('certificates put there beforehand do not make it foreign', () => {
  mkdirSync(join(folder, 'pki'));
  writeFileSync(join(folder, 'pki/ca.crt'), 'own');
  prepareHome(homeLayout(folder));
  expect(readFileSync(join(folder, 'pki/ca.crt'), 'utf8')).toBe('own');
});

test("a folder with somebody's files is refused and left as it was", () => {
  writeFileSync(join(folder, 'thesis.txt'), 'years of work');
  expect(() => prepareHome(homeLayout(folder))).toThrow("holds files that are not Gantry's");
  expect(inspectHome(homeLayout(folder))).toBe('foreign');
});

test('a file in its place is refused', () => {
  writeFileSync(join(folder, 'f'), '');
  expect(() => prepareHome(homeLayout(join(folder, 'f')))).toThrow('is not a folder');
  expect(() => prepareHome(homeLayout(join(folder, 'f/below')))).toThrow('is not a folder');
});

test('an instance file with other contents is named', () => {
  writeFileSync(join(folder, 'instance'), '../../etc\n');
  expect(() => prepareHome(homeLayout(folder))).toThrow('does not hold an instance id');
});
