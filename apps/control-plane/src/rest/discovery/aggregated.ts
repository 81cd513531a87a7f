// Aggregated discovery: everything served in one document (KEP-3352), in the version asked for.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { type GroupVersion, namedGroups, resourcesOf } from './group-versions.ts';

export type AggregatedVersion = 'v2' | 'v2beta1';

/** The core group as `APIGroupDiscoveryList`. */
export const coreDiscovery = (groupVersions: readonly GroupVersion[], version: AggregatedVersion): unknown =>
  discoveryList(version, [
    groupOf(
      '',
      groupVersions.filter(({ group }) => group === ''),
    ),
  ]);

/** All other groups as `APIGroupDiscoveryList`. */
export const groupsDiscovery = (groupVersions: readonly GroupVersion[], version: AggregatedVersion): unknown =>
  discoveryList(
    version,
    [...namedGroups(groupVersions)].map(([name, versions]) => groupOf(name, versions)),
  );

const discoveryList = (version: AggregatedVersion, items: readonly unknown[]): unknown => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: `apidiscovery.k8s.io/${version}`,
  metadata: {},
  items,
});

const groupOf = (name: string, versions: readonly GroupVersion[]): unknown => ({
  metadata: { ...(name !== '' && { name }), creationTimestamp: null },
  versions: versions.map(({ version, kinds }) => ({ version, resources: kinds.map(resourceOf), freshness: 'Current' })),
});

function resourceOf(kind: KindDefinition): unknown {
  const { resource, subresources } = resourcesOf(kind);
  const { shortNames = [], categories = [] } = kind;
  return {
    resource: resource.name,
    responseKind: resource.type,
    scope: kind.scope === 'Namespaced' ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: resource.verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map(({ subresource, type, verbs }) => ({ subresource, responseKind: type, verbs })),
    }),
  };
}
