// Base64 as Go's encoding/json reads `[]byte`: padded standard alphabet, line breaks skipped, errors by byte offset.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const wellFormed = /^[A-Za-z0-9+/]*={0,2}$/;

/** The text as Go writes the same bytes again, or the offset of what does not belong. */
export type Base64 = { text: string } | { errorAt: number };

/** Checks base64 and brings it into canonical form: no line breaks, unused bits zero. */
export function canonicalBase64(text: string): Base64 {
  if (text.length % 4 === 0 && wellFormed.test(text)) return { text: zeroUnusedBits(text) };
  const kept: string[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') continue;
    kept.push(character);
    offsets.push(at);
  }
  const errorAt = firstError(kept, offsets, text.length);
  return errorAt === undefined ? { text: zeroUnusedBits(kept.join('')) } : { errorAt };
}

/** Where Go's decoder stops (encoding/base64, decodeQuantum); `end` is the length with line breaks. */
function firstError(characters: readonly string[], offsets: readonly number[], end: number): number | undefined {
  const at = characters.findIndex((character) => !alphabet.includes(character));
  const length = characters.length;
  if (at === -1) return length % 4 === 0 ? undefined : end - (length % 4);
  if (characters[at] !== '=' || at % 4 < 2) return offsets[at];
  const last = at % 4 === 2 ? at + 1 : at;
  if (last >= length) return end;
  if (characters[last] !== '=') return (offsets[last] ?? end) - 1;
  return offsets[last + 1];
}

/** Two or four bits of the last character before the padding carry nothing; Go's encoder writes zeros there. */
function zeroUnusedBits(text: string): string {
  if (!text.endsWith('=')) return text;
  const bits = text.endsWith('==') ? 4 : 2;
  const at = text.length - (bits === 4 ? 3 : 2);
  const character = alphabet.charAt((alphabet.indexOf(text.charAt(at)) >> bits) << bits);
  return character === text.charAt(at) ? text : `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
}
