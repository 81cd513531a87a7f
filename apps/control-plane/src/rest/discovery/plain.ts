// Discovery as it was before aggregation: a document for the core, one for the groups, one for each group and version.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { type GroupVersion, namedGroups, type ResourceFacts, resourcesOf } from './group-versions.ts';

export const apiVersions = (groupVersions: readonly GroupVersion[]): unknown => ({
  kind: 'APIVersions',
  versions: groupVersions.filter(({ group }) => group === '').map(({ version }) => version),
  serverAddressByClientCIDRs: [],
});

export const apiGroupList = (groupVersions: readonly GroupVersion[]): unknown => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...namedGroups(groupVersions)].map(([name, versions]) => groupFacts(name, versions)),
});

export const apiGroup = (name: string, versions: readonly GroupVersion[]): unknown => ({
  kind: 'APIGroup',
  apiVersion: 'v1',
  ...groupFacts(name, versions),
});

function groupFacts(name: string, versions: readonly GroupVersion[]) {
  const listed = versions.map((entry) => ({ groupVersion: entry.name, version: entry.version }));
  return { name, versions: listed, preferredVersion: listed[0] };
}

export const apiResourceList = ({ name, kinds }: GroupVersion): unknown => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: name,
  resources: kinds.flatMap(entriesOf),
});

function entriesOf(kind: KindDefinition): unknown[] {
  const { resource, subresources } = resourcesOf(kind);
  const { shortNames = [], categories = [], singular } = kind;
  return [
    {
      ...entryOf(kind, resource),
      singularName: singular,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    },
    ...subresources.map((subresource) => entryOf(kind, subresource)),
  ];
}

function entryOf({ scope, group, version }: KindDefinition, { name, type, verbs }: ResourceFacts) {
  const foreign = type.group !== group || type.version !== version;
  return {
    name,
    singularName: '',
    namespaced: scope === 'Namespaced',
    ...(foreign && { group: type.group, version: type.version }),
    kind: type.kind,
    verbs,
  };
}
