// `apiVersion` taken apart: `v1` is a version of the core group, `apps/v1` one of a named group.

export interface GroupVersion {
  /** Empty for the core group. */
  group: string;
  version: string;
}

/**
 * Reads an `apiVersion`.
 * @returns undefined for what has more than one slash, an empty version or an empty group before a slash
 */
export function parseApiVersion(apiVersion: string): GroupVersion | undefined {
  const parts = apiVersion.split('/');
  const [first = '', second] = parts;
  if (second === undefined) return first === '' ? undefined : { group: '', version: first };
  if (parts.length > 2 || first === '' || second === '') return undefined;
  return { group: first, version: second };
}

/** Writes group and version as an object's `apiVersion`. */
export const formatApiVersion = ({ group, version }: GroupVersion): string =>
  group === '' ? version : `${group}/${version}`;
