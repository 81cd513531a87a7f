// The registry: every kind Gantry serves, one line each.
import { Lease } from './coordination/lease.ts';
import { ConfigMap } from './core/config-map.ts';
import { Event } from './core/event.ts';
import { Namespace } from './core/namespace.ts';
import { Node } from './core/node.ts';
import { Pod } from './core/pod.ts';
import { Secret } from './core/secret.ts';
import { ServiceAccount } from './core/service-account.ts';
import type { KindDefinition } from './define-kind.ts';

/** All kinds, in the order discovery lists them. */
export const kinds: readonly KindDefinition[] = [ConfigMap, Event, Namespace, Node, Pod, Secret, ServiceAccount, Lease];

const byResource = new Map(kinds.map((kind) => [kind.resource, kind]));
const byKind = new Map(kinds.map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind]));

/** The kind of a resource such as `pods` or `leases.coordination.k8s.io`. */
export const kindByResource = (resource: string): KindDefinition | undefined => byResource.get(resource);

/** The kind that an object's `apiVersion` and `kind` name. */
export const kindOf = (apiVersion: string, kind: string): KindDefinition | undefined =>
  byKind.get(`${apiVersion} ${kind}`);
