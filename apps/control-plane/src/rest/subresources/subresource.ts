// What a subresource states: which methods its address takes, and as what discovery lists it.
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { Verb } from '../attributes.ts';
import type { Method } from '../route.ts';
import type { Services } from '../services.ts';
import type { Handler, Subject } from '../verbs.ts';

interface SubresourceOperation {
  method: Method;
  verb: Verb;
  handler(services: Services, subject: Subject): Handler;
}

export interface Subresource {
  name: SubresourceName;
  operations: readonly SubresourceOperation[];
  /** Type of its body and answer. */
  type(kind: KindDefinition): { group: string; version: string; kind: string };
}
