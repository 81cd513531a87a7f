// JSON bodies: parsed natively, with depth bounded first and duplicate names found.
import { badRequest, StatusError } from '@gantry/api/meta/status-error';
import type { ParsedBody } from '../../registry/registry.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { countMembers, scanJson } from './json-scan.ts';
import { tooManyValues, valueLimit } from './value-limit.ts';

/** Levels of nesting accepted; everything behind the parser may recurse. */
export const depthLimit = 500;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * @param values how many values it may hold
 * @throws StatusError 400, 413
 */
export function parseJson(bytes: Uint8Array, values = valueLimit): ParsedBody {
  const scan = scanJson(bytes);
  if (scan.depth > depthLimit) throw tooDeep();
  if (scan.values > values) {
    throw new StatusError('RequestEntityTooLarge', `Request entity too large: ${tooManyValues}`);
  }
  const text = decodeText(bytes);
  const value = parse(text, bytes, scan);
  const duplicates = countMembers(value) === scan.members ? [] : duplicateKeys(bytes);
  return { value, duplicates };
}

const tooDeep = () => badRequest(`the body nests deeper than ${depthLimit} levels`);

/** @throws StatusError 400 unless the bytes are UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw badRequest('the body is not valid UTF-8');
  }
}

function parse(text: string, bytes: Uint8Array, scan: { comment?: number; second?: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`json parse error: ${explain(error, bytes, scan)}`);
  }
}

function explain(error: unknown, bytes: Uint8Array, scan: { comment?: number; second?: number }): string {
  const { comment = Number.POSITIVE_INFINITY, second = Number.POSITIVE_INFINITY } = scan;
  if (comment <= second && comment < bytes.length) return `${position(bytes, comment)}: JSON has no comments`;
  if (second < bytes.length)
    return `${position(bytes, second)}: two documents in one request body, or text behind the first`;
  // V8 quotes part of the text in some messages; the place says enough.
  const message = error instanceof Error ? error.message : String(error);
  const at = /at position (\d+)/.exec(message)?.[1];
  const what = message.replace(/,? (in JSON )?at position.*$/, '').replace(/, .* is not valid JSON$/s, '');
  return at === undefined ? what : `${position(bytes, Number(at))}: ${what}`;
}

function position(bytes: Uint8Array, offset: number): string {
  const before = Buffer.from(bytes.subarray(0, offset)).toString();
  const line = before.split('\n').length;
  return `line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}
