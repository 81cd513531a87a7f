// A request that failed, as Kubernetes answers it: a `Status` object with a reason from a closed set
// (k8s.io/apimachinery/pkg/api/errors/errors.go).
import type { FieldError } from '../schema/field-error.ts';

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, string>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: StatusReason;
  details?: StatusDetails;
  code?: number;
}

/** Every reason Gantry answers with, and its HTTP code. */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Gone: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

export type StatusReason = keyof typeof codes;

/** What an error is about: the plural resource (or, for Invalid, the kind), its group and name. */
export interface Subject {
  group: string;
  /** `pods`; Kubernetes prints `deployments.apps` for other groups. */
  plural: string;
  kind: string;
}

export class StatusError extends Error {
  readonly reason: StatusReason;
  readonly code: number;
  readonly details: StatusDetails | undefined;

  constructor(reason: StatusReason, message: string, details?: StatusDetails) {
    super(message);
    this.name = 'StatusError';
    this.reason = reason;
    this.code = codes[reason];
    this.details = details;
  }

  /** The object sent to the client. */
  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

const qualified = ({ group, plural }: Subject) => (group === '' ? plural : `${plural}.${group}`);

const details = (subject: Subject, name: string): StatusDetails => ({
  name,
  ...(subject.group !== '' && { group: subject.group }),
  kind: subject.plural,
});

export const badRequest = (message: string) => new StatusError('BadRequest', message);

export const notFound = (subject: Subject, name: string) =>
  new StatusError('NotFound', `${qualified(subject)} "${name}" not found`, details(subject, name));

export const alreadyExists = (subject: Subject, name: string) =>
  new StatusError('AlreadyExists', `${qualified(subject)} "${name}" already exists`, details(subject, name));

export const conflict = (subject: Subject, name: string, why: string) =>
  new StatusError(
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(subject)} "${name}": ${why}`,
    details(subject, name),
  );

/** The words Kubernetes uses when an update was made from an old version. */
export const objectModified =
  'the object has been modified; please apply your changes to the latest version and try again';

export const expired = (message: string) => new StatusError('Expired', message);

/** Characters of a name in the answer; a name that may be stored has at most 253. */
const longestName = 1024;

/** An object whose fields break rules; the causes list each of them. */
export function invalidObject(subject: Subject, name: string, errors: readonly FieldError[]): StatusError {
  const lines = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const title = subject.group === '' ? subject.kind : `${subject.kind}.${subject.group}`;
  // A name may be what is wrong: nobody needs a megabyte of it twice.
  const shown = name.length <= longestName ? name : `${name.slice(0, longestName)}…`;
  return new StatusError('Invalid', `${title} "${shown}" is invalid: ${text}`, {
    name: shown,
    ...(subject.group !== '' && { group: subject.group }),
    kind: subject.kind,
    causes: errors.map(({ reason, field, message }) => ({ reason, message, field })),
  });
}
