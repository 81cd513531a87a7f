// Size of text as Kubernetes counts it against its limits: bytes of UTF-8.
const encoder = new TextEncoder();

/** Bytes of `text` in UTF-8. */
export const byteLength = (text: string): number => encoder.encode(text).length;
