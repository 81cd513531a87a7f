// Encryption at rest: which fields of which objects are sealed before they reach PostgreSQL, and with what.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface Cipher {
  /** Fields of the resource that are sealed, as paths with dots (`data`, `spec.token`). */
  encrypts(resource: string): readonly string[];
  /** @param context bound to the ciphertext: opening needs the same */
  seal(plaintext: Uint8Array, context: string): string;
  /** @throws when the text was changed, belongs elsewhere, or its key is not known */
  open(sealed: string, context: string): Uint8Array;
}

export interface CipherKey {
  /** Stays with each ciphertext, so that keys can follow one another; letters, digits, `-` and `_`. */
  id: string;
  /** 32 bytes. */
  bytes: Uint8Array;
}

export interface CipherOptions {
  /** The first one seals; all of them open. */
  keys: readonly [CipherKey, ...CipherKey[]];
  /** Sealed fields by resource, e.g. `{ secrets: ['data'] }`. */
  fields: Readonly<Record<string, readonly string[]>>;
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random nonce for each value. A sealed value reads `key id:base64(nonce, ciphertext, tag)`.
 * @throws when a key is not 32 bytes or its id is malformed
 */
export function createCipher({ keys, fields }: CipherOptions): Cipher {
  for (const { id, bytes } of keys) {
    if (bytes.length !== 32) throw new Error(`encryption key ${id}: ${bytes.length} bytes instead of 32`);
    if (!/^[\w-]{1,32}$/.test(id)) throw new Error(`encryption key id ${JSON.stringify(id)}: malformed`);
  }
  const [current] = keys;
  const byId = new Map(keys.map(({ id, bytes }) => [id, bytes]));
  const byResource = new Map(Object.entries(fields));

  return {
    encrypts: (resource) => byResource.get(resource) ?? [],
    seal(plaintext, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      return `${current.id}:${body.toString('base64')}`;
    },
    open(sealed, context) {
      const [id = '', text = ''] = sealed.split(':');
      const key = byId.get(id);
      if (!key) throw new Error(`no encryption key ${JSON.stringify(id)} to open ${context}`);
      const body = Buffer.from(text, 'base64');
      if (body.length < nonceBytes + tagBytes) throw new Error(`sealed value of ${context} is cut short`);
      const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(context)).setAuthTag(body.subarray(-tagBytes));
      return Buffer.concat([decipher.update(body.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}
