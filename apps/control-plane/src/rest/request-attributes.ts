// What a request asks for, from its route's statement and its address: the input of authorization.

import type { RequestAttributes, RouteAttributes } from './attributes.ts';
import { Query } from './query.ts';

export interface RequestAddress {
  method: string;
  /** Path without the query. */
  path: string;
  query: Query;
  namespace: string;
  name: string;
}

/** Splits a request's target into path and query. */
export function splitTarget(target: string): { path: string; query: Query } {
  const at = target.indexOf('?');
  if (at < 0) return { path: target, query: new Query('') };
  return { path: target.slice(0, at), query: new Query(target.slice(at + 1)) };
}

/** @param route undefined for an address that no route answers: then the path itself is asked for */
export function requestAttributes(route: RouteAttributes | undefined, address: RequestAddress): RequestAttributes {
  const { method, path, query, namespace, name } = address;
  if (route === undefined || route.type === 'path') return { type: 'path', verb: method.toLowerCase(), path };
  const { group, version, resource, subresource = '' } = route;
  const verb = route.verb === 'list' && query.flag('watch') ? 'watch' : route.verb;
  return {
    type: 'resource',
    verb,
    group,
    version,
    resource,
    subresource,
    // A namespace counts as being in itself (apiserver/pkg/endpoints/request/requestinfo.go).
    namespace: group === '' && resource === 'namespaces' ? name : namespace,
    name,
    fieldSelector:
      verb === 'list' || verb === 'watch' || verb === 'deletecollection' ? query.text('fieldSelector') : '',
  };
}
