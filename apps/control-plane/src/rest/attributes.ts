// What requests ask for: the terms in which routes state it and authorization decides.
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
