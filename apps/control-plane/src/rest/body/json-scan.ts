// One pass over JSON text before anything recursive runs: how deep it nests, how many members it has, and mistakes
// that a parser would describe poorly.
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const slash = 0x2f;
const space = 0x20;

export interface JsonScan {
  depth: number;
  /** Colons outside strings: members written, duplicates counted each time. */
  members: number;
  /** Commas and brackets: no fewer than members and entries together. */
  values: number;
  /** Offset of the first slash outside a string: a comment, which JSON has not. */
  comment?: number;
  /** Offset of a second value behind the first. */
  second?: number;
}

/** @param bytes JSON in UTF-8, well-formed or not */
export function scanJson(bytes: Uint8Array): JsonScan {
  const scanner = new Scanner();
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= space) continue;
    scanner.visit(byte, at);
    if (byte === quote) at = endOfString(bytes, at);
  }
  return scanner.scan;
}

class Scanner {
  readonly scan: JsonScan = { depth: 0, members: 0, values: 0 };
  private depth = 0;
  /** The outermost bracket was closed. */
  private closed = false;

  visit(byte: number, at: number): void {
    if (this.closed) this.scan.second ??= at;
    if (byte === colon) this.scan.members++;
    else if (byte === comma) this.scan.values++;
    else if (byte === slash) this.scan.comment ??= at;
    else this.bracket(nesting(byte));
  }

  private bracket(step: number): void {
    if (step === 0) return;
    this.depth += step;
    if (step > 0) this.scan.values++;
    if (this.depth > this.scan.depth) this.scan.depth = this.depth;
    this.closed = this.depth === 0;
  }
}

/** +1 for an opening bracket, -1 for a closing one. */
function nesting(byte: number): number {
  // `[` 5b, `{` 7b, `]` 5d, `}` 7d.
  const folded = byte | 0x20;
  if (folded === 0x7b) return 1;
  return folded === 0x7d ? -1 : 0;
}

/** Offset of the quote that ends the string beginning at `start`, or of the text's end. */
export function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

/** Counts the members of all objects in a parsed value. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const entry of Object.values(value)) count += countMembers(entry);
  return count;
}
