// Rules of topology spread constraints.
import { validateLabelSelector } from '../../../meta/validate-labels.ts';
import { duplicate, type FieldError, invalid } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { TopologySpreadConstraint } from '../affinity.ts';
import { validateLabelKeys } from './affinity.ts';
import { each, when } from './checks.ts';

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: FieldPath,
): FieldError[] {
  const last = new Map(constraints?.map((constraint, index) => [identityOf(constraint), index]));
  return each(constraints, path, (constraint, at, index) => [
    ...positive(constraint.maxSkew, at.child('maxSkew')),
    ...validateRepeated(constraint, last.get(identityOf(constraint)) !== index, at),
    ...validateMinDomains(constraint, at.child('minDomains')),
    ...validateLabelKeys(constraint.matchLabelKeys, constraint.labelSelector, at.child('matchLabelKeys')),
    ...validateSelectedKeys(constraint, at.child('matchLabelKeys')),
    ...when(constraint.labelSelector, (selector) => validateLabelSelector(selector, at.child('labelSelector'))),
  ]);
}

const identityOf = ({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint): string =>
  JSON.stringify([topologyKey, whenUnsatisfiable]);

const positive = (value: number, path: FieldPath): FieldError[] =>
  value > 0 ? [] : [invalid(path, value, 'must be greater than zero')];

/** A key and what happens when it cannot be met name one constraint; all but the last of its name are complained of. */
function validateRepeated(
  { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  again: boolean,
  at: FieldPath,
): FieldError[] {
  const path = at.child('{topologyKey, whenUnsatisfiable}');
  return again ? [duplicate(path, `{${topologyKey}, ${whenUnsatisfiable}}`)] : [];
}

function validateMinDomains(
  { minDomains, whenUnsatisfiable }: TopologySpreadConstraint,
  path: FieldPath,
): FieldError[] {
  if (minDomains === undefined) return [];
  const errors = positive(minDomains, path);
  if (whenUnsatisfiable === 'DoNotSchedule') return errors;
  const rule = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [...errors, invalid(path, minDomains, rule)];
}

function validateSelectedKeys(
  { matchLabelKeys, labelSelector }: TopologySpreadConstraint,
  path: FieldPath,
): FieldError[] {
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  return each(matchLabelKeys, path, (key, at) =>
    selected.has(key) ? [invalid(at, key, 'exists in both matchLabelKeys and labelSelector')] : [],
  );
}
