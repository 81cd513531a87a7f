// One request on its way through a handler: who asks, for what, with what.
import type { ServerResponse } from 'node:http';
import type { UserInfo } from '../registry/registry.ts';
import type { RequestAttributes } from './attributes.ts';
import type { RequestBody } from './body/parse-body.ts';
import type { Query } from './query.ts';

export interface ApiCall {
  user: UserInfo;
  attributes: RequestAttributes;
  /** Decoded path parameters; empty when the route has none. */
  namespace: string;
  name: string;
  /** Path without the query. */
  path: string;
  query: Query;
  accept: string;
  userAgent: string;
  acceptEncoding: string;
  ifNoneMatch: string;
  body: RequestBody;
  /** Texts for `Warning` headers; appended to until the answer is sent. */
  warnings: string[];
  /** Whether the client hung up. */
  isGone(): boolean;
  /** Takes the connection over: nothing else will be sent on it. Headers set so far stay. */
  takeOver(): ServerResponse;
}
