// Whether the object in a request is the one its address names.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest } from '@gantry/api/meta/status-error';
import { withMeta } from './object-parts.ts';
import type { WriteTarget } from './registry.ts';

/**
 * Puts the object into the request's namespace; cluster-wide kinds lose theirs.
 * @throws StatusError 400 when it names another
 */
export function inNamespace(kind: KindDefinition, object: KubeObject, namespace: string): KubeObject {
  const own = object.metadata.namespace ?? '';
  if (kind.scope === 'Cluster') return own === '' ? object : withMeta(object, { namespace: undefined });
  if (own === namespace) return object;
  if (own === '') return withMeta(object, { namespace });
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** The object in the address's namespace. @throws StatusError 400 when its name or namespace is another's */
export function asAddressed({ kind, name }: WriteTarget, object: KubeObject): KubeObject {
  const own = object.metadata.name ?? '';
  if (own === '') {
    throw badRequest(`the name of the object (${name.name} based on URL) was undeterminable: name must be provided`);
  }
  if (own !== name.name) {
    throw badRequest(`the name of the object (${own}) does not match the name on the URL (${name.name})`);
  }
  return inNamespace(kind, object, name.namespace);
}
