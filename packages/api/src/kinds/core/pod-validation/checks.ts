// The small checks that the rules of pods are put together from.
import { dns1123LabelProblems, dns1123SubdomainProblems } from '../../../meta/names.ts';
import { type FieldError, invalid } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';

/** Checks each item of a list under its index. */
export const each = <T>(
  items: readonly T[] | undefined,
  path: FieldPath,
  check: (item: T, path: FieldPath, index: number) => FieldError[],
): FieldError[] => (items ?? []).flatMap((item, index) => check(item, path.index(index), index));

/** Checks a value when there is one. */
export const when = <T>(value: T | undefined, check: (value: T) => FieldError[]): FieldError[] =>
  value === undefined ? [] : check(value);

/** One `Invalid value` for each thing wrong with a value. */
export const invalidEach = (path: FieldPath, value: unknown, problems: readonly string[]): FieldError[] =>
  problems.map((problem) => invalid(path, value, problem));

/** A DNS label; empty is the schema's to report. */
export const dnsLabel = (value: string | undefined, path: FieldPath): FieldError[] =>
  value ? invalidEach(path, value, dns1123LabelProblems(value)) : [];

/** A DNS subdomain; empty is let through. */
export const dnsSubdomain = (value: string | undefined, path: FieldPath): FieldError[] =>
  value ? invalidEach(path, value, dns1123SubdomainProblems(value)) : [];

export interface Range {
  lowest: number;
  highest: number;
}

/** A number within a range, both ends included. */
export const inRange = (value: number | undefined, { lowest, highest }: Range, path: FieldPath): FieldError[] =>
  value === undefined || (value >= lowest && value <= highest)
    ? []
    : [invalid(path, value, `must be between ${lowest} and ${highest}, inclusive`)];

/** Largest number of 32 bits, the bound of user ids, group ids and deadlines. */
export const maxInt32 = 2 ** 31 - 1;

/** A port's number. */
export const portNumber = (value: number | undefined, path: FieldPath): FieldError[] =>
  inRange(value, { lowest: 1, highest: 65535 }, path);

/** A user's or group's number. */
export const accountId = (value: number | undefined, path: FieldPath): FieldError[] =>
  inRange(value, { lowest: 0, highest: maxInt32 }, path);

/** Permission bits of a file. */
export const fileMode = (value: number | undefined, path: FieldPath): FieldError[] =>
  value === undefined || (value >= 0 && value <= 0o777)
    ? []
    : [invalid(path, value, 'must be a number between 0 and 0777 (octal), both inclusive')];

const maxPortName = 15;

/** What is wrong with a port's name (RFC 6335; IsValidPortName upstream). */
export function portNameProblems(name: string): string[] {
  const problems: string[] = [];
  if (name.length > maxPortName) problems.push(`must be no more than ${maxPortName} characters`);
  if (!/^[-a-z0-9]+$/.test(name)) {
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter (a-z)');
  if (name.includes('--')) problems.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}
