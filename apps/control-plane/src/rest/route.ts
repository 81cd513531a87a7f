// What a route states: where it answers, what a request to it asks for, and what it does.
import type { ApiCall } from './api-call.ts';
import type { RouteAttributes } from './attributes.ts';
import type { Answer } from './response/answer.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface Route {
  method: Method;
  /** Path with `:namespace` and `:name`, as find-my-way writes it. */
  url: string;
  attributes: RouteAttributes;
  /** @returns what to answer; nothing when the handler took over the connection (a watch) */
  handle(call: ApiCall): Promise<Answer | undefined>;
}
