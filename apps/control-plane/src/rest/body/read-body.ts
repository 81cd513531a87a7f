// Collects a request's body up to the limit; what is longer is read off and refused, so that the client sees the answer.
import type { Readable } from 'node:stream';
import { StatusError } from '@gantry/api/meta/status-error';

/** Bytes; kube-apiserver's limit (server/config.go, MaxRequestBodyBytes). */
export const bodyLimit = 3 * 1024 * 1024;

/** Beyond this many bytes the connection is given up. */
const drainLimit = 64 * 1024 * 1024;

/** Pieces a body may come in: each costs the parser the same, however short. Some sixty bytes a piece reach the limit. */
const pieceLimit = 50_000;

/**
 * Listens instead of iterating: on a small body an async iterator costs more than all the rest.
 * @throws StatusError 413
 */
export function readBody(payload: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new GrowingBuffer();
    let length = 0;
    let pieces = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      pieces += 1;
      if (length <= bodyLimit) body.add(chunk);
      if (length <= drainLimit && pieces <= pieceLimit) return;
      reject(tooLarge());
      payload.destroy();
    });
    payload.on('end', () => {
      if (length > bodyLimit) reject(tooLarge());
      else resolve(body.bytes());
    });
    payload.on('error', reject);
    payload.on('close', () => {
      if (!payload.readableEnded) reject(new Error('the client went away before its body was read'));
    });
  });
}

const tooLarge = () => new StatusError('RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`);

/** Bytes in one piece: a body sent a byte at a time would otherwise cost three hundred times its length. */
class GrowingBuffer {
  private whole: Buffer = Buffer.alloc(0);
  private length = 0;

  add(chunk: Buffer): void {
    if (this.length === 0) this.whole = chunk;
    else this.append(chunk);
    this.length += chunk.length;
  }

  bytes(): Buffer {
    return this.whole.subarray(0, this.length);
  }

  private append(chunk: Buffer): void {
    const needed = this.length + chunk.length;
    // The first chunk is the parser's own memory, and never written to.
    if (this.whole.length < needed) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.whole.length * 2, 4096));
      this.whole.copy(larger, 0, 0, this.length);
      this.whole = larger;
    }
    chunk.copy(this.whole, this.length);
  }
}
