// Routes of OpenAPI: the index with hashes, a document a group-version, and what old clients ask of v2.
import { createHash } from 'node:crypto';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { StatusError } from '@gantry/api/meta/status-error';
import type { ApiCall } from '../api-call.ts';
import { groupVersionsOf } from '../discovery/group-versions.ts';
import { negotiate } from '../negotiation.ts';
import { groupVersionPath } from '../resource-routes.ts';
import { type Answer, jsonAnswer } from '../response/answer.ts';
import type { Route } from '../route.ts';
import type { Handler } from '../verbs.ts';
import { openApiDocument, swaggerDocument } from './document.ts';

const attributes = { type: 'path' } as const;

/** @param version of the server, as /version says it */
export function openApiRoutes(kinds: readonly KindDefinition[], version: string): Route[] {
  const groupVersions = groupVersionsOf(kinds);
  const documents = groupVersions.map((groupVersion) => {
    const text = JSON.stringify(openApiDocument(groupVersion, version));
    const hash = createHash('sha256').update(text).digest('hex').toUpperCase();
    return { path: groupVersionPath(groupVersion).slice(1), text, hash };
  });
  const index = {
    paths: Object.fromEntries(
      documents.map(({ path, hash }) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]),
    ),
  };
  return [
    get('/openapi/v3', async (call) => {
      negotiate(call.accept, []);
      return jsonAnswer(index);
    }),
    ...documents.map(({ path, text, hash }) => get(`/openapi/v3/${path}`, documentHandler(text, hash))),
    get(
      '/openapi/v2',
      swaggerHandler(() => swaggerDocument(groupVersions, version)),
    ),
  ];
}

const get = (url: string, handle: Handler): Route => ({ method: 'GET', url, attributes, handle });

function documentHandler(text: string, hash: string): Handler {
  const etag = `"${hash}"`;
  // The address names the content: it may be kept for long (KEP-2896).
  const headers = { etag, vary: 'Accept', 'cache-control': 'public, immutable' };
  return async (call) => {
    negotiate(call.accept, []);
    const known = call.ifNoneMatch === etag;
    const hashed = call.query.text('hash') === hash;
    return {
      code: known ? 304 : 200,
      contentType: 'application/json',
      headers: hashed ? headers : { etag, vary: 'Accept' },
      body: known ? '' : text,
    };
  };
}

/** A swagger document in protobuf that says `2.0` and no more: enough for kubectl 1.28 and older to go on. */
const swaggerProtobuf = Buffer.from([0x0a, 0x03, 0x32, 0x2e, 0x30]);
const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** Both spellings are in use. */
const protobufAsked = /application\/com\.github\.(proto-openapi|googleapis)\.spec\.v2[.@]v1\.0\+protobuf/i;

function swaggerHandler(build: () => unknown): Handler {
  let json: string | undefined;
  return async ({ accept }: ApiCall): Promise<Answer> => {
    if (protobufAsked.test(accept)) return { code: 200, contentType: protobufType, body: swaggerProtobuf };
    if (accept !== '' && !/application\/(json|\*)|\*\/\*/i.test(accept)) {
      throw new StatusError(
        'NotAcceptable',
        `only the following media types are accepted: application/json, ${protobufType}`,
      );
    }
    json ??= JSON.stringify(build());
    return { code: 200, contentType: 'application/json', body: json };
  };
}
