// Collects a request's body up to the limit; what is longer is read off and refused, so that the client sees the answer.
import type { Readable } from 'node:stream';
import { StatusError } from '@gantry/api/meta/status-error';

/** Bytes; kube-apiserver's limit (server/config.go, MaxRequestBodyBytes). */
export const bodyLimit = 3 * 1024 * 1024;

/** Beyond this many bytes the connection is given up. */
const drainLimit = 64 * 1024 * 1024;

/**
 * Listens instead of iterating: on a small body an async iterator costs more than all the rest.
 * @throws StatusError 413
 */
export function readBody(payload: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
      else chunks.length = 0;
      if (length <= drainLimit) return;
      reject(tooLarge());
      payload.destroy();
    });
    payload.on('end', () => {
      if (length > bodyLimit) reject(tooLarge());
      else resolve(Buffer.concat(chunks, length));
    });
    payload.on('error', reject);
    payload.on('close', () => {
      if (!payload.readableEnded) reject(new Error('the client went away before its body was read'));
    });
  });
}

const tooLarge = () => new StatusError('RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`);
