// What a route states: where it answers, what a request to it asks for, and what it does.
import type { ApiCall } from './api-call.ts';
import type { Answer } from './response/answer.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** Attributes of every request to one route; namespace and name come from its path, `watch` from its query. */
export type RouteAttributes =
  | {
      type: 'resource';
      verb: Verb;
      group: string;
      version: string;
      /** Plural name. */
      resource: string;
      subresource?: string;
    }
  /** Not about an object: the path itself is what is asked for. */
  | { type: 'path' };

export interface Route {
  method: Method;
  /** Path with `:namespace` and `:name`, as find-my-way writes it. */
  url: string;
  attributes: RouteAttributes;
  /** @returns what to answer; nothing when the handler took over the connection (a watch) */
  handle(call: ApiCall): Promise<Answer | undefined>;
}

/** What one request asks for: input of authorization. */
export type RequestAttributes =
  | {
      type: 'resource';
      verb: Verb;
      group: string;
      version: string;
      resource: string;
      subresource: string;
      /** Empty for cluster-wide kinds and for all namespaces. */
      namespace: string;
      /** Empty for lists and creates. */
      name: string;
      /** Only lists and watches have one. */
      fieldSelector: string;
    }
  | {
      type: 'path';
      /** HTTP method in lower case. */
      verb: string;
      path: string;
    };
