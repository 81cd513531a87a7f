// TokenRequest (authentication.k8s.io/v1): what `serviceaccounts/<name>/token` is asked with and answers. Never stored.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { int64, list, object, ref, scalar, text, time } from '../../schema/field.ts';
import { type FieldError, invalid } from '../../schema/field-error.ts';
import type { FieldPath } from '../../schema/field-path.ts';

const BoundObjectReference = object(
  'io.k8s.api.authentication.v1.BoundObjectReference',
  'The object whose life bounds the life of a token.',
  {
    apiVersion: text('Group and version of the object.'),
    kind: text('Kind of the object: `Pod`, `Secret` or `Node`.'),
    name: text('Name of the object.'),
    uid: text('UID of the object; empty takes the one there is.'),
  },
);

const TokenRequestSpec = object('io.k8s.api.authentication.v1.TokenRequestSpec', 'What kind of token is wanted.', {
  audiences: list(scalar.text, 'Whom the token is for; empty means this API server.', { type: 'atomic' }),
  boundObjectRef: ref(BoundObjectReference, 'Object with whose deletion the token ends.'),
  expirationSeconds: int64('Seconds the token should be good for; the server may give fewer.', {
    default: 3600,
    validate: validateExpiration,
  }),
});

const TokenRequestStatus = object('io.k8s.api.authentication.v1.TokenRequestStatus', 'The token that was made.', {
  expirationTimestamp: time('When the token ends.'),
  token: text('The token itself, a signed JWT.'),
});

export const TokenRequest = object(
  'io.k8s.api.authentication.v1.TokenRequest',
  'Asks for a token of a service account.',
  {
    ...objectFields,
    spec: ref(TokenRequestSpec, 'What kind of token is wanted.'),
    status: ref(TokenRequestStatus, 'The token; set by the server.', { lenient: true }),
  },
);

export type TokenRequest = z.infer<typeof TokenRequest>;

/** Bounds from pkg/apis/authentication/validation/validation.go. */
function validateExpiration(seconds: unknown, path: FieldPath): FieldError[] {
  const tooShort = Number(seconds) < 600;
  const tooLong = Number(seconds) > 2 ** 32;
  return [
    ...(tooShort ? [invalid(path, seconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(tooLong ? [invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
  ];
}
