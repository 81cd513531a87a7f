// What failed, as the Status object the client gets.
import { StatusError } from '@gantry/api/meta/status-error';
import type { Answer } from './response/answer.ts';

export function statusAnswer(error: StatusError): Answer {
  const retryAfter = error.details?.retryAfterSeconds;
  return {
    code: error.code,
    contentType: 'application/json',
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
    body: `${JSON.stringify(error.toStatus())}\n`,
  };
}

/** The error as a StatusError; what is none becomes 500 and says only where to look. */
export function toStatusError(error: unknown, auditId: string): StatusError {
  if (error instanceof StatusError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new StatusError(
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
    );
  }
  if (code === 'FST_ERR_BAD_URL') return new StatusError('BadRequest', 'the path is not valid percent-encoding');
  return new StatusError('InternalError', `Internal error occurred: see the server's log under audit id ${auditId}`, {
    causes: [{ message: 'the cause is in the log of the server' }],
  });
}

/** Kubernetes' answer for a path it does not serve. */
export const noSuchPath = (): StatusError =>
  new StatusError('NotFound', 'the server could not find the requested resource', {});

/** Kubernetes' answer for a method that a path does not take. */
export const methodNotAllowed = (): StatusError =>
  new StatusError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
