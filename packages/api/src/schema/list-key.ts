// What tells the entries of a list apart (`x-kubernetes-list-type`): their keys, or themselves.
import { isRecord } from './decode.ts';
import type { FieldFacts } from './facts.ts';

/** Key fields of a list whose entries must differ; empty for a set; undefined for any other field. */
export function listKeys(facts: FieldFacts): readonly string[] | undefined {
  if (facts.allowDuplicates) return undefined;
  return identityKeys(facts);
}

/** Key fields by which entries are matched with those of another version; empty for a set. */
export function identityKeys(facts: FieldFacts): readonly string[] | undefined {
  if (facts.listType === 'set') return [];
  return facts.listType === 'map' ? facts.listMapKeys : undefined;
}

export interface EntryKey {
  /** Equal for equal keys. */
  text: string;
  /** The key as it is shown: one value, or an object of several. */
  value: unknown;
}

/** The key of an entry; undefined when it has none. */
export function keyOf(entry: unknown, keys: readonly string[]): EntryKey | undefined {
  const [only, ...more] = keys;
  if (only === undefined) return { text: JSON.stringify(entry), value: entry };
  if (!isRecord(entry)) return undefined;
  if (more.length === 0)
    return entry[only] === undefined ? undefined : { text: textOf(entry[only]), value: entry[only] };
  const value = Object.fromEntries(keys.filter((key) => entry[key] !== undefined).map((key) => [key, entry[key]]));
  return { text: JSON.stringify(value), value };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? `"${value}` : JSON.stringify(value));
