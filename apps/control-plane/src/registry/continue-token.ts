// Continue tokens: where a chunked list stopped and at which revision. Signed, so that nobody invents one.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { badRequest } from '@gantry/api/meta/status-error';
import { isRecord } from '@gantry/api/schema/decode';

/** The last object of the page before. */
export interface Position {
  namespace: string;
  name: string;
}

export interface ContinueToken {
  /** Revision of the first page; -1: whatever is current, consistency having been given up. */
  revision: number;
  after: Position;
}

const signatureBytes = 16;

/** `scope` is what is listed: a token of one list is none of another. */
export function writeToken(key: Uint8Array, scope: string, { revision, after }: ContinueToken): string {
  const payload = Buffer.from(JSON.stringify({ rv: revision, ns: after.namespace, name: after.name }));
  return Buffer.concat([sign(key, scope, payload), payload]).toString('base64url');
}

/** @throws StatusError 400 for a token that this cluster did not give out for this list */
export function readToken(key: Uint8Array, scope: string, text: string): ContinueToken {
  const bytes = Buffer.from(text, 'base64url');
  const [signature, payload] = [bytes.subarray(0, signatureBytes), bytes.subarray(signatureBytes)];
  if (signature.length !== signatureBytes || !timingSafeEqual(signature, sign(key, scope, payload))) {
    throw badRequest('continue key is not valid: it was not made by this server for this list');
  }
  return readPayload(payload.toString());
}

const sign = (key: Uint8Array, scope: string, payload: Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${scope}\n`).update(payload).digest().subarray(0, signatureBytes);

function readPayload(text: string): ContinueToken {
  const value: unknown = JSON.parse(text);
  if (
    isRecord(value) &&
    typeof value.rv === 'number' &&
    typeof value.ns === 'string' &&
    typeof value.name === 'string'
  ) {
    return { revision: value.rv, after: { namespace: value.ns, name: value.name } };
  }
  throw badRequest('continue key is not valid: incorrect encoded start key');
}
