// Base64 with what every browser and Node have: `bytes` fields carry it in JSON.

/** Bytes at a time that `String.fromCharCode` takes as arguments without overflowing the stack. */
const chunk = 0x8000;

/** Encodes text as the base64 of its UTF-8 bytes. */
export function encodeBase64Text(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) parts.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  return btoa(parts.join(''));
}

/**
 * Decodes base64 of UTF-8 text; bytes that are not UTF-8 become U+FFFD.
 * @throws DOMException when the input is not base64
 */
export function decodeBase64Text(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

/** Bytes that padded base64 stands for, without decoding it. */
export function base64ByteLength(base64: string): number {
  const padding = /={0,2}$/.exec(base64)?.[0].length ?? 0;
  return Math.floor((base64.length * 3) / 4) - padding;
}
