// Defaults of pods that depend on other fields (pkg/apis/core/v1/defaults.go and conversion.go upstream).
import type { DefaultFrom, JsonValue } from '../../schema/facts.ts';

/** Policy for an image by its tag: what moves (`latest`, or no tag and no digest) is pulled each time. */
export function pullPolicyFor(image: string): 'Always' | 'IfNotPresent' {
  const [named = '', digest] = image.split('@', 2);
  const tag = /:([^/]*)$/.exec(named)?.[1];
  const moving = tag === 'latest' || (tag === undefined && digest === undefined && named !== '');
  return moving ? 'Always' : 'IfNotPresent';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `imagePullPolicy` of a container. */
export const pullPolicyOfImage: DefaultFrom = ({ image }) => pullPolicyFor(textOf(image));

/** `pullPolicy` of an image volume. */
export const pullPolicyOfReference: DefaultFrom = ({ reference }) => pullPolicyFor(textOf(reference));

/** A volume that names no source is an empty directory. */
export const emptyDirWithoutSource: DefaultFrom = (volume) =>
  Object.keys(volume).some((field) => field !== 'name' && volume[field] !== undefined) ? undefined : {};

const copied =
  (field: string): DefaultFrom =>
  (parent): JsonValue | undefined =>
    textOf(parent[field]) === '' ? undefined : textOf(parent[field]);

/** The old name follows the new one, and the other way round. */
export const serviceAccountFromName = copied('serviceAccountName');
export const serviceAccountFromAlias = copied('serviceAccount');

/** A status written with one address has it as the first of the list. */
export const podIPsFromPodIP: DefaultFrom = ({ podIP }) => (textOf(podIP) === '' ? undefined : [{ ip: textOf(podIP) }]);
