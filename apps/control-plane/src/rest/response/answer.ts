// What a handler answers with; sent by `send.ts`.
import type { Readable } from 'node:stream';

export interface Answer {
  code: number;
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  body: string | Buffer | Readable;
}

/** A value as JSON. */
export function jsonAnswer(value: unknown, code = 200): Answer {
  return { code, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}

export function textAnswer(body: string, code = 200): Answer {
  return { code, contentType: 'text/plain; charset=utf-8', body };
}
