// What an update may change: the server keeps what is its own, and each subresource writes only its part.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { isRecord } from '@gantry/api/schema/decode';
import { jsonEqual } from '@gantry/api/schema/json-equal';
import { getOwn } from '@gantry/api/schema/own-property';
import { desiredPart, partAt, withMeta, withPart } from './object-parts.ts';
import type { WriteTarget } from './registry.ts';

/** The object to store, from the one wanted and the one stored. */
export function reshape({ kind, subresource }: WriteTarget, wanted: KubeObject, live: KubeObject): KubeObject {
  switch (subresource) {
    case 'status':
      return withPart(managedAs(wanted, live), 'status', getOwn(wanted, 'status'));
    case 'finalize':
      return withSpecFinalizers(managedAs(wanted, live), partAt(wanted, 'spec', 'finalizers'));
    case 'binding':
      return withMeta(wanted, { resourceVersion: live.metadata.resourceVersion });
    default:
      return reshapeWhole(kind, wanted, live);
  }
}

/** The live object with the wanted one's managedFields. */
const managedAs = (wanted: KubeObject, live: KubeObject): KubeObject =>
  withMeta(live, { managedFields: wanted.metadata.managedFields });

function withSpecFinalizers(object: KubeObject, finalizers: unknown): KubeObject {
  const spec = getOwn(object, 'spec');
  const { finalizers: _, ...rest } = isRecord(spec) ? spec : {};
  return withPart(object, 'spec', finalizers === undefined ? rest : { ...rest, finalizers });
}

function reshapeWhole(kind: WriteTarget['kind'], wanted: KubeObject, live: KubeObject): KubeObject {
  const owned = withMeta(wanted, serverMeta(wanted, live));
  const split = kind.subresources?.includes('status') ? withPart(owned, 'status', getOwn(live, 'status')) : owned;
  const prepared = kind.prepareForUpdate?.(split, live) ?? split;
  if (!kind.generation || jsonEqual(desiredPart(prepared), desiredPart(live))) return prepared;
  return withMeta(prepared, { generation: (live.metadata.generation ?? 0) + 1 });
}

/** A deletion, once begun, is never undone or moved by an update; setting one is left for validation to refuse. */
function serverMeta({ metadata }: KubeObject, { metadata: live }: KubeObject): Partial<KubeObject['metadata']> {
  return {
    uid: live.uid,
    resourceVersion: live.resourceVersion,
    creationTimestamp: live.creationTimestamp,
    generation: live.generation,
    selfLink: undefined,
    deletionTimestamp: live.deletionTimestamp ?? metadata.deletionTimestamp,
    deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds ?? live.deletionGracePeriodSeconds,
  };
}
