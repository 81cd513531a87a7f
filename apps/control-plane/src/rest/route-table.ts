// Every route there is, in one list: what the server registers and what the authorization test walks.

import type { Verb } from './attributes.ts';
import { discoveryRoutes } from './discovery/routes.ts';
import { type HealthChecks, healthRoutes } from './health.ts';
import { openApiRoutes } from './openapi/routes.ts';
import { resourceRoutes } from './resource-routes.ts';
import { type Method, methods, type Route } from './route.ts';
import type { Services } from './services.ts';
import { methodNotAllowed } from './status-answer.ts';
import { gitVersion, versionRoute } from './version.ts';

export function routeTable(services: Services, health: HealthChecks): Route[] {
  return withRefusals([
    versionRoute,
    ...healthRoutes(health),
    ...discoveryRoutes(services.kinds),
    ...openApiRoutes(services.kinds, gitVersion),
    ...resourceRoutes(services),
  ]);
}

const verbs: Readonly<Record<Method, Verb>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Handler of the routes that only say 405. */
export const refuseMethod: Route['handle'] = async () => {
  throw methodNotAllowed();
};

/** Adds 405 for the methods that an address does not take; rights are asked first there too. */
function withRefusals(routes: readonly Route[]): Route[] {
  const byUrl = new Map<string, Route[]>();
  for (const route of routes) byUrl.set(route.url, [...(byUrl.get(route.url) ?? []), route]);
  return [...byUrl.values()].flatMap((taken) => [...taken, ...refusals(taken)]);
}

function refusals(taken: readonly Route[]): Route[] {
  const [first] = taken;
  if (!first) return [];
  const { url, attributes } = first;
  return methods
    .filter((method) => taken.every((route) => route.method !== method))
    .map((method) => ({
      method,
      url,
      attributes: attributes.type === 'path' ? attributes : { ...attributes, verb: verbs[method] },
      handle: refuseMethod,
    }));
}
