// Rules of topology spread constraints.
import { validateLabelSelector } from '../../../meta/validate-labels.ts';
import { duplicate, type FieldError, invalid } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { TopologySpreadConstraint } from '../affinity.ts';
import { validateLabelKeys } from './affinity.ts';
import { each, when } from './checks.ts';

export const validateTopologySpread = (
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: FieldPath,
): FieldError[] =>
  each(constraints, path, (constraint, at, index) => [
    ...positive(constraint.maxSkew, at.child('maxSkew')),
    ...validateRepeated(constraint, constraints?.slice(index + 1) ?? [], at),
    ...validateMinDomains(constraint, at.child('minDomains')),
    ...validateLabelKeys(constraint.matchLabelKeys, constraint.labelSelector, at.child('matchLabelKeys')),
    ...validateSelectedKeys(constraint, at.child('matchLabelKeys')),
    ...when(constraint.labelSelector, (selector) => validateLabelSelector(selector, at.child('labelSelector'))),
  ]);

const positive = (value: number, path: FieldPath): FieldError[] =>
  value > 0 ? [] : [invalid(path, value, 'must be greater than zero')];

/** A key and what happens when it cannot be met name one constraint. */
function validateRepeated(
  { topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
  at: FieldPath,
): FieldError[] {
  const again = rest.some(
    (other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable,
  );
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
