// The Kubernetes REST server: one hook in front of every route finds out who asks and whether they may; then the
// route's handler answers. Transport is TLS with client certificates requested.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { StatusError } from '@gantry/api/meta/status-error';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../logger.ts';
import type { UserInfo } from '../registry/registry.ts';
import type { ApiCall } from './api-call.ts';
import type { RequestAttributes } from './attributes.ts';
import type { Authenticator } from './authn/authenticator.ts';
import type { Authorizer } from './authz/authorizer.ts';
import { readBody } from './body/read-body.ts';
import { requestAttributes, splitTarget } from './request-attributes.ts';
import { sendAnswer, warningHeaders } from './response/send.ts';
import type { Route } from './route.ts';
import { noSuchPath, statusAnswer, toStatusError } from './status-answer.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent only on the handler for unknown addresses. */
    gantryRoute?: Route;
  }
}

export interface ApiServerOptions {
  routes: readonly Route[];
  authenticator: Authenticator;
  authorizer: Authorizer;
  log: Logger;
}

/** Answers requests that came over TLS. */
export interface ApiHandler {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** What the hook in front found out about a request. */
interface Admitted {
  user: UserInfo;
  attributes: RequestAttributes;
  query: ApiCall['query'];
  path: string;
  warnings: string[];
}

type Address = { namespace?: string; name?: string };

/** @throws TypeError for a route that does not say what requests to it ask for */
export async function createApiHandler(options: ApiServerOptions): Promise<ApiHandler> {
  const app = Fastify({
    logger: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    genReqId: auditId,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
  });
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => readBody(payload));
  app.addHook('onRoute', ({ config, url }) => {
    if (!config?.gantryRoute?.attributes) throw new TypeError(`route ${url} does not say what requests to it ask for`);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('audit-id', request.id).header('cache-control', 'no-cache, private');
    admitted.set(request, await admit(request, options));
  });
  app.addHook('onResponse', async (request, reply) =>
    logRequest({ request, reply, admitted: admitted.get(request) }, options.log),
  );
  app.setErrorHandler((error, request, reply) => fail({ error, request, reply }, options.log));
  app.setNotFoundHandler((request, reply) => fail({ error: noSuchPath(), request, reply }, options.log));
  for (const route of options.routes) {
    app.route<{ Params: Address }>({
      method: route.method,
      url: route.url,
      config: { gantryRoute: route },
      handler: (request, reply) => run({ route, request, reply }, admitted.get(request)),
    });
  }
  await app.ready();
  return { handle: (request, response) => app.routing(request, response), close: () => app.close() };
}

/** Authentication and authorization: nothing of a request is looked at before. */
async function admit(request: FastifyRequest, { authenticator, authorizer }: ApiServerOptions): Promise<Admitted> {
  const { socket } = request.raw;
  if (!(socket instanceof TLSSocket)) throw new StatusError('Unauthorized', 'Unauthorized');
  refuseImpersonation(request);
  const user = await authenticator.authenticate({ socket, authorization: request.headers.authorization ?? '' });
  const { path, query } = splitTarget(request.raw.url ?? '/');
  const { namespace = '', name = '' } = paramsOf(request);
  const route = request.routeOptions.config.gantryRoute;
  const attributes = requestAttributes(route?.attributes, { method: request.method, path, query, namespace, name });
  await authorizer.authorize(user, attributes);
  return { user, attributes, query, path, warnings: [] };
}

function paramsOf({ params }: FastifyRequest): Address {
  if (typeof params !== 'object' || params === null) return {};
  const { namespace, name }: { namespace?: unknown; name?: unknown } = params;
  return {
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof name === 'string' && { name }),
  };
}

/** Not served; to ignore it would run the request with rights its sender meant to lay down. */
function refuseImpersonation({ headers }: FastifyRequest): void {
  if (Object.keys(headers).some((name) => name.startsWith('impersonate-'))) {
    throw new StatusError('Forbidden', 'impersonation is not supported by this server', {});
  }
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

async function run({ route, request, reply }: Exchange & { route: Route }, admitted: Admitted | undefined) {
  if (!admitted) throw new StatusError('Unauthorized', 'Unauthorized');
  const call = callOf({ request, reply }, admitted);
  const answer = await route.handle(call);
  if (!answer) return;
  addWarnings(reply, admitted.warnings);
  await sendAnswer(reply, answer, call.acceptEncoding);
}

function callOf({ request, reply }: Exchange, { user, attributes, query, path, warnings }: Admitted): ApiCall {
  const { headers } = request;
  const { namespace = '', name = '' } = paramsOf(request);
  const text = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : (value ?? ''));
  return {
    user,
    attributes,
    namespace,
    name,
    path,
    query,
    accept: text(headers.accept),
    userAgent: text(headers['user-agent']),
    acceptEncoding: text(headers['accept-encoding']),
    ifNoneMatch: text(headers['if-none-match']),
    body: {
      bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      contentType: text(headers['content-type']),
    },
    warnings,
    isGone: () => request.raw.socket.destroyed,
    takeOver: () => takeOver(reply, warnings),
  };
}

function takeOver(reply: FastifyReply, warnings: readonly string[]): ServerResponse {
  addWarnings(reply, warnings);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  return reply.raw;
}

function addWarnings(reply: FastifyReply, warnings: readonly string[]): void {
  const headers = warningHeaders(warnings);
  if (headers.length > 0) reply.header('warning', headers);
}

async function fail({ error, request, reply }: Exchange & { error: unknown }, log: Logger): Promise<void> {
  const status = toStatusError(error, request.id);
  // A database away for a moment or a version still to come is the client's to retry, not a fault of ours.
  if (status.reason === 'InternalError') log.error({ auditId: request.id, error }, 'request failed');
  if (reply.sent) return;
  if (hasMuchUnread(request)) reply.header('connection', 'close');
  await sendAnswer(reply, statusAnswer(status), '');
}

/** Bytes of an unread body that are read and dropped, so that the connection can be used again. */
const worthReading = 65_536;

/** Whether a refused request still sends more than anybody wants to read: the connection ends with the answer. */
function hasMuchUnread({ raw, headers }: FastifyRequest): boolean {
  if (raw.complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > worthReading;
}

interface Logged extends Exchange {
  admitted: Admitted | undefined;
}

/** The path only: a query may hold what a user typed. */
function logRequest({ request, reply, admitted }: Logged, log: Logger): void {
  const code = reply.raw.statusCode;
  // Who changed what stands in the object's history; the log is for what went wrong, and for whom it was not allowed.
  const level = code === 401 || code === 403 ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      auditId: request.id,
      verb: admitted?.attributes.verb ?? request.method.toLowerCase(),
      path: splitTarget(request.raw.url ?? '/').path,
      user: admitted?.user.name ?? '',
      agent: request.headers['user-agent'] ?? '',
      code,
      milliseconds: Math.round(reply.elapsedTime),
    },
    'request',
  );
}

function auditId({ headers }: { headers: IncomingMessage['headers'] }): string {
  const given = headers['audit-id'];
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
}
