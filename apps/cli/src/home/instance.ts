// The instance id: eight random characters, made once, carried by the name of everything this Gantry makes on a machine.
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import { writeDurably } from './durable-file.ts';
import type { HomeLayout } from './home-layout.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const CHARACTERS = `${LETTERS}0123456789`;

/** Reads the id; throws a Failure when the file does not hold one. */
export function readInstance({ instanceFile }: HomeLayout): string {
  const text = readFileSync(instanceFile, 'utf8').trim();
  if (/^[a-z][a-z0-9]{7}$/.test(text)) return text;
  throw new Failure(
    `${instanceFile} does not hold an instance id (eight lower-case letters and digits)`,
    'restore that file from a backup, or set GANTRY_HOME to another folder',
  );
}

/** Makes the id and its file. */
export function createInstance({ instanceFile }: HomeLayout): string {
  const pick = (from: string) => from.charAt(randomInt(from.length));
  const instance = pick(LETTERS) + Array.from({ length: 7 }, () => pick(CHARACTERS)).join('');
  writeDurably(instanceFile, `${instance}\n`, 0o644);
  return instance;
}
