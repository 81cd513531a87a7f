// JSON text as PostgreSQL's jsonb takes it. jsonb cannot hold U+0000, so a text that has it (or the escape character
// itself, U+001A) is escaped: U+0000 as U+001A '0', U+001A as U+001A '1'. Keys and values alike; others pass unchanged.

const concerned = /\\u00(?:00|1a)/;
const escapeSequence = /\\(?:u0000|u001a|.)/g;
const escapedSequence = /\\(?:u001a[01]|.)/g;

const escaped: Readonly<Record<string, string>> = { '\\u0000': '\\u001a0', '\\u001a': '\\u001a1' };
const restored: Readonly<Record<string, string>> = { '\\u001a0': '\\u0000', '\\u001a1': '\\u001a' };

/** Serializes a value for a jsonb parameter. */
export const toJsonb = (value: unknown): string => jsonbOf(JSON.stringify(value));

/** JSON text, as `JSON.stringify` writes it, for a jsonb parameter. */
export function jsonbOf(text: string): string {
  return concerned.test(text) ? text.replace(escapeSequence, (match) => escaped[match] ?? match) : text;
}

/** Parses what PostgreSQL prints for a jsonb value that {@link toJsonb} made. */
export function fromJsonb(text: string): unknown {
  const plain = concerned.test(text) ? text.replace(escapedSequence, (match) => restored[match] ?? match) : text;
  return JSON.parse(plain);
}
