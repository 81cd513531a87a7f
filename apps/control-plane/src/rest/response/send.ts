// Sends an answer: headers every answer has, warnings, and gzip for what is long.

import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.ts';

/** Bytes above which a body is compressed for those who take it (apiserver's responsewriters). */
const gzipThreshold = 128 * 1024;

const compress = promisify(gzip);

/** Speed before size, as kube-apiserver chooses. */
const level = 1;

export async function sendAnswer(reply: FastifyReply, answer: Answer, acceptEncoding: string): Promise<void> {
  reply
    .code(answer.code)
    .header('content-type', answer.contentType)
    .headers(answer.headers ?? {});
  // As bytes: Fastify would add a charset to the type of text, which discovery's clients compare.
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const long = body instanceof Readable || body.length > gzipThreshold;
  if (!long || !acceptsGzip(acceptEncoding)) {
    await reply.send(body);
    return;
  }
  reply.header('content-encoding', 'gzip').header('vary', 'Accept-Encoding');
  if (body instanceof Readable) {
    const gzipped = createGzip({ level });
    body.on('error', (error) => gzipped.destroy(error));
    await reply.send(body.pipe(gzipped));
    return;
  }
  await reply.send(await compress(body, { level }));
}

const acceptsGzip = (header: string): boolean =>
  header.split(',').some((entry) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(entry));

/** RFC 7234 warn-code 299, as Kubernetes writes it: `299 - "unknown field \"spec.foo\""`. */
export function warningHeaders(warnings: readonly string[]): string[] {
  const headers = new Set(
    warnings.map((text) => `299 - "${text.replace(/[\\"]/g, '\\$&').replace(/[^\x20-\x7e]+/g, ' ')}"`),
  );
  return withinBytes([...headers], 4096);
}

/** Kubernetes drops what would make the headers too long. */
function withinBytes(headers: readonly string[], limit: number): string[] {
  let left = limit;
  return headers.filter((header) => {
    left -= header.length;
    return left >= 0;
  });
}
