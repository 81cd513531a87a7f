// Names for objects that state only a prefix (apiserver/pkg/storage/names/generate.go).
import { randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for each other and make no words (apimachinery/pkg/util/rand). */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const randomLength = 5;
/** Longest name, as a DNS label, with room for the random end. */
const maxPrefix = 63 - randomLength;

/** The prefix with five random characters behind it. */
export function generateName(prefix: string): string {
  const end = Array.from({ length: randomLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return `${prefix.slice(0, maxPrefix)}${end}`;
}
