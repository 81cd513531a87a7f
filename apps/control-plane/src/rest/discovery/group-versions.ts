// Kinds by group and version, in the order the registry of kinds lists them.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { operationsOf } from '../resource-routes.ts';
import { subresourcesOf } from '../subresources/index.ts';

export interface GroupVersion {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** `v1`, `coordination.k8s.io/v1`. */
  name: string;
  kinds: readonly KindDefinition[];
}

export function groupVersionsOf(kinds: readonly KindDefinition[]): GroupVersion[] {
  const found = new Map<string, KindDefinition[]>();
  for (const kind of kinds) found.set(kind.apiVersion, [...(found.get(kind.apiVersion) ?? []), kind]);
  return [...found].map(([name, members]) => ({
    group: members[0]?.group ?? '',
    version: members[0]?.version ?? '',
    name,
    kinds: members,
  }));
}

/** Group names beside the core group, each with its versions. */
export function namedGroups(groupVersions: readonly GroupVersion[]): Map<string, GroupVersion[]> {
  const groups = new Map<string, GroupVersion[]>();
  for (const entry of groupVersions) {
    if (entry.group !== '') groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  }
  return groups;
}

export interface ResourceFacts {
  /** `pods`, `pods/status`. */
  name: string;
  subresource?: string;
  type: { group: string; version: string; kind: string };
  verbs: string[];
}

/** A kind's resource and its subresources, as discovery lists them. */
export function resourcesOf(kind: KindDefinition): { resource: ResourceFacts; subresources: ResourceFacts[] } {
  const { collection, object } = operationsOf(kind);
  const verbs = [...collection, ...object].map(({ verb }) => verb);
  const { group, version, plural } = kind;
  return {
    resource: { name: plural, type: { group, version, kind: kind.kind }, verbs: sorted([...verbs, 'watch']) },
    subresources: subresourcesOf(kind).map((subresource) => ({
      name: `${plural}/${subresource.name}`,
      subresource: subresource.name,
      type: subresource.type(kind),
      verbs: sorted(subresource.operations.map(({ verb }) => verb)),
    })),
  };
}

const sorted = (verbs: readonly string[]): string[] => [...new Set(verbs)].sort();
