// Rules of affinity to nodes and to other pods.
import type { LabelSelector } from '../../../meta/label-selector.ts';
import {
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  labelValueProblems,
  qualifiedNameProblems,
} from '../../../meta/names.ts';
import { validateLabelSelector } from '../../../meta/validate-labels.ts';
import { type FieldError, forbidden, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, PodAntiAffinity } from '../affinity.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../node-selector.ts';
import { each, invalidEach, when } from './checks.ts';

const hard = 'requiredDuringSchedulingIgnoredDuringExecution';
const soft = 'preferredDuringSchedulingIgnoredDuringExecution';

export const validateAffinity = (affinity: Affinity, path: FieldPath): FieldError[] => [
  ...when(affinity.nodeAffinity, (rules) => validateNodeAffinity(rules, path.child('nodeAffinity'))),
  ...when(affinity.podAffinity, (rules) => validatePodAffinity(rules, path.child('podAffinity'))),
  ...when(affinity.podAntiAffinity, (rules) => validatePodAffinity(rules, path.child('podAntiAffinity'))),
];

const weightInRange = (weight: number, path: FieldPath): FieldError[] =>
  weight >= 1 && weight <= 100 ? [] : [invalid(path, weight, 'must be in the range 1-100')];

function validateNodeAffinity(rules: NodeAffinity, path: FieldPath): FieldError[] {
  const terms = path.child(hard).child('nodeSelectorTerms');
  return [
    ...each(rules[hard]?.nodeSelectorTerms, terms, (term, at) => validateNodeTerm(term, 'strict', at)),
    ...each(rules[soft], path.child(soft), ({ weight, preference }, at) => [
      ...weightInRange(weight, at.child('weight')),
      // A preference that nothing can meet does no harm.
      ...validateNodeTerm(preference, 'any-value', at.child('preference')),
    ]),
  ];
}

type ValueRule = 'strict' | 'any-value';

/** One term of a node selector. */
const validateNodeTerm = (term: NodeSelectorTerm, values: ValueRule, path: FieldPath): FieldError[] => [
  ...each(term.matchExpressions, path.child('matchExpressions'), (requirement, at) => [
    ...validateNodeOperator(requirement, at),
    ...(requirement.key === ''
      ? []
      : invalidEach(at.child('key'), requirement.key, qualifiedNameProblems(requirement.key))),
    ...(values === 'strict'
      ? each(requirement.values, at.child('values'), (value, place) =>
          invalidEach(place, value, labelValueProblems(value)),
        )
      : []),
  ]),
  ...each(term.matchFields, path.child('matchFields'), validateNodeField),
];

function validateNodeOperator({ operator, values }: NodeSelectorRequirement, at: FieldPath): FieldError[] {
  const count = values?.length ?? 0;
  const path = at.child('values');
  switch (operator) {
    case '':
      return [];
    case 'In':
    case 'NotIn':
      return count > 0 ? [] : [requiredValue(path, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist': {
      const rule = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return count === 0 ? [] : [forbidden(path, rule)];
    }
    case 'Gt':
    case 'Lt':
      return count === 1 ? [] : [requiredValue(path, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(at.child('operator'), operator, 'not a valid selector operator')];
  }
}

function validateNodeField({ key, operator, values }: NodeSelectorRequirement, at: FieldPath): FieldError[] {
  const single = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalid(at.child('operator'), operator, 'not a valid selector operator'));
  } else if (values?.length !== 1) errors.push(requiredValue(at.child('values'), single));
  if (key !== 'metadata.name') return [...errors, invalid(at.child('key'), key, 'not a valid field selector key')];
  return [
    ...errors,
    ...each(values, at.child('values'), (value, place) => invalidEach(place, value, dns1123SubdomainProblems(value))),
  ];
}

const validatePodAffinity = (rules: PodAffinity | PodAntiAffinity, path: FieldPath): FieldError[] => [
  ...each(rules[hard], path.child(hard), validatePodTerm),
  ...each(rules[soft], path.child(soft), ({ weight, podAffinityTerm }, at) => [
    ...weightInRange(weight, at.child('weight')),
    ...validatePodTerm(podAffinityTerm, at.child('podAffinityTerm')),
  ]),
];

const validatePodTerm = (term: PodAffinityTerm, path: FieldPath): FieldError[] => [
  ...when(term.labelSelector, (selector) => validateLabelSelector(selector, path.child('labelSelector'))),
  ...when(term.namespaceSelector, (selector) => validateLabelSelector(selector, path.child('namespaceSelector'))),
  ...(term.namespaces ?? []).flatMap((name) => invalidEach(path.child('namespace'), name, dns1123LabelProblems(name))),
  ...validateLabelKeys(term.matchLabelKeys, term.labelSelector, path.child('matchLabelKeys')),
  ...validateLabelKeys(term.mismatchLabelKeys, term.labelSelector, path.child('mismatchLabelKeys')),
  ...validateKeysApart(term, path.child('matchLabelKeys')),
  ...(term.topologyKey === ''
    ? []
    : invalidEach(path.child('topologyKey'), term.topologyKey, qualifiedNameProblems(term.topologyKey))),
];

/** Keys whose values the pod itself gives to a selector; without a selector there is nothing to give them to. */
export function validateLabelKeys(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  path: FieldPath,
): FieldError[] {
  if (!keys || keys.length === 0) return [];
  if (!selector) return [forbidden(path, 'must not be specified when labelSelector is not set')];
  return each(keys, path, (key, at) => invalidEach(at, key, qualifiedNameProblems(key)));
}

const validateKeysApart = ({ matchLabelKeys, mismatchLabelKeys }: PodAffinityTerm, path: FieldPath): FieldError[] =>
  each(matchLabelKeys, path, (key, at) =>
    mismatchLabelKeys?.includes(key) ? [invalid(at, key, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [],
  );
