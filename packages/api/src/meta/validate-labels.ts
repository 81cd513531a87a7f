// Syntax of labels and of selectors over them (apis/meta/v1/validation/validation.go).
import { type FieldError, forbidden, invalid, requiredValue } from '../schema/field-error.ts';
import type { FieldPath } from '../schema/field-path.ts';
import type { LabelSelector, LabelSelectorRequirement } from './label-selector.ts';
import { labelValueProblems, qualifiedNameProblems } from './names.ts';

/** Checks one label's key. */
export const validateLabelKey = (key: string, path: FieldPath): FieldError[] =>
  qualifiedNameProblems(key).map((problem) => invalid(path, key, problem));

/** Checks keys and values; the path is that of the whole map, as Kubernetes reports it. */
export const validateLabels = (labels: Readonly<Record<string, string>>, path: FieldPath): FieldError[] =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...validateLabelKey(key, path),
    ...labelValueProblems(value).map((problem) => invalid(path, value, problem)),
  ]);

/** Checks what a selector's schema alone does not say: label syntax, and values where the operator takes them. */
export function validateLabelSelector(selector: LabelSelector, path: FieldPath): FieldError[] {
  const requirements = selector.matchExpressions ?? [];
  return [
    ...validateLabels(selector.matchLabels ?? {}, path.child('matchLabels')),
    ...requirements.flatMap((each, index) => validateRequirement(each, path.child('matchExpressions').index(index))),
  ];
}

function validateRequirement({ key, operator, values }: LabelSelectorRequirement, path: FieldPath): FieldError[] {
  const given = (values ?? []).length > 0;
  const errors: FieldError[] = [];
  if ((operator === 'In' || operator === 'NotIn') && !given) {
    errors.push(requiredValue(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"));
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given) {
    errors.push(forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  }
  // A missing key is the schema's to report.
  return key ? [...errors, ...validateLabelKey(key, path.child('key'))] : errors;
}
