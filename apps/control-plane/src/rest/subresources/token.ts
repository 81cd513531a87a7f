// serviceaccounts/<name>/token: gives out a token of the account (TokenRequest).
import { TokenRequest as schema, type TokenRequest } from '@gantry/api/kinds/authentication/token-request';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, conflict, invalidObject } from '@gantry/api/meta/status-error';
import { decode } from '@gantry/api/schema/decode';
import { applyDefaults } from '@gantry/api/schema/defaulting';
import { type FieldError, forbidden, invalid } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import { objectShapeOf } from '@gantry/api/schema/shape';
import { validateShape } from '@gantry/api/schema/validation';
import type { RequestContext } from '../../registry/registry.ts';
import type { ApiCall } from '../api-call.ts';
import type { TokenStatement } from '../authn/service-account-token.ts';
import { jsonAnswer } from '../response/answer.ts';
import type { Services } from '../services.ts';
import { writeContext } from '../write-options.ts';
import type { Subresource } from './subresource.ts';

const group = 'authentication.k8s.io';
const version = 'v1';
const shape = objectShapeOf(schema);
const subject = { group, plural: 'tokenrequests', kind: 'TokenRequest' };

export const token: Subresource = {
  name: 'token',
  operations: [
    {
      method: 'POST',
      verb: 'create',
      handler:
        (services, { kind }) =>
        async (call) =>
          jsonAnswer(await requestToken(services, kind, call), 201),
    },
  ],
  type: () => ({ group, version, kind: 'TokenRequest' }),
};

async function requestToken(services: Services, kind: KindDefinition, call: ApiCall): Promise<TokenRequest> {
  const context = writeContext(call, 'CreateOptions');
  const request = await readRequest(services, call, context);
  const account = await services.registry.get(kind, { namespace: call.namespace, name: call.name }, {});
  const bound = await boundObject(services, call, request);
  const { audiences = [], expirationSeconds = 3600 } = request.spec ?? {};
  const issued = services.tokens.issue({
    namespace: call.namespace,
    serviceAccount: { name: call.name, uid: account.metadata.uid ?? '' },
    ...(bound && { bound }),
    audiences,
    // A year at most, whatever was asked.
    lifetime: Math.min(expirationSeconds, 365 * 24 * 3600),
  });
  const expirationTimestamp = `${new Date(issued.expires).toISOString().slice(0, 19)}Z`;
  return answered(request, account, { token: issued.token, expirationTimestamp });
}

function answered(request: TokenRequest, account: KubeObject, status: TokenRequest['status']): TokenRequest {
  const { name, namespace } = account.metadata;
  const creationTimestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    kind: 'TokenRequest',
    apiVersion: `${group}/${version}`,
    metadata: { name, namespace, creationTimestamp },
    spec: request.spec,
    status,
  };
}

async function readRequest({ parser }: Services, call: ApiCall, context: RequestContext): Promise<TokenRequest> {
  const { value, duplicates } = await parser.object(call.body);
  const decoded = decode(shape, value, 'TokenRequest');
  const complaints = [...decoded.unknown, ...duplicates];
  const strict = complaints.length > 0 && context.fieldValidation === 'Strict';
  const error = decoded.errors[0] ?? (strict ? `strict decoding error: ${complaints.join(', ')}` : undefined);
  if (error !== undefined) {
    throw badRequest(`TokenRequest in version "v1" cannot be handled as a TokenRequest: ${error}`);
  }
  if (context.fieldValidation === 'Warn') context.warnings.push(...complaints);
  const request = applyDefaults(shape, {
    ...decoded.value,
    apiVersion: `${group}/${version}`,
    kind: 'TokenRequest',
    metadata: decoded.value.metadata ?? {},
  }) as TokenRequest;
  refuseInvalid(validateShape(shape, request));
  return request;
}

function refuseInvalid(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(subject, '', errors);
}

/** The object a token is bound to; it must be there, and be the one that was meant. */
async function boundObject(
  services: Services,
  call: ApiCall,
  { spec }: TokenRequest,
): Promise<TokenStatement['bound']> {
  const reference = spec?.boundObjectRef;
  if (!reference) return undefined;
  const { kind, name = '', uid } = reference;
  const path = FieldPath.of('spec', 'boundObjectRef');
  if (kind !== 'Pod' && kind !== 'Secret') {
    throw invalidObject(subject, '', [invalid(path.child('kind'), kind ?? '', 'may only be Pod or Secret')]);
  }
  const definition = services.kinds.find((known) => known.group === '' && known.kind === kind);
  if (!definition) throw invalidObject(subject, '', [forbidden(path, `${kind} is not served`)]);
  const object = await services.registry.get(definition, { namespace: call.namespace, name }, {});
  const live = object.metadata.uid ?? '';
  if (uid !== undefined && uid !== '' && uid !== live) {
    throw conflict(
      definition,
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  refuseForeignPod(kind, object, call.name);
  return { kind, name, uid: live };
}

function refuseForeignPod(kind: string, object: KubeObject, account: string): void {
  if (kind !== 'Pod' || !('spec' in object)) return;
  const spec: unknown = object.spec;
  const own = typeof spec === 'object' && spec !== null && 'serviceAccountName' in spec ? spec.serviceAccountName : '';
  if (own === account) return;
  throw badRequest(
    `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`,
  );
}
