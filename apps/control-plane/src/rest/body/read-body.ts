// Collects a request's body up to the limit; what is longer is read off and refused, so that the client sees the answer.
import type { Readable } from 'node:stream';
import { StatusError } from '@gantry/api/meta/status-error';

/** Bytes; kube-apiserver's limit (server/config.go, MaxRequestBodyBytes). */
export const bodyLimit = 3 * 1024 * 1024;

/** Beyond this many bytes the connection is given up. */
const drainLimit = 64 * 1024 * 1024;

/** @throws StatusError 413 */
export async function readBody(payload: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > drainLimit) break;
    if (length > bodyLimit) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (length > bodyLimit) {
    throw new StatusError('RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`);
  }
  return Buffer.concat(chunks, length);
}
