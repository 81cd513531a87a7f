// Rules of tolerations.
import { labelValueProblems, qualifiedNameProblems } from '../../../meta/names.ts';
import { type FieldError, invalid, notSupported } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Toleration } from '../affinity.ts';
import { each, invalidEach } from './checks.ts';

export const validateTolerations = (tolerations: readonly Toleration[] | undefined, path: FieldPath): FieldError[] =>
  each(tolerations, path, (toleration, at) => [
    ...validateKey(toleration, at),
    ...validateSeconds(toleration, at),
    ...validateOperator(toleration, at.child('operator')),
  ]);

function validateKey({ key, operator }: Toleration, at: FieldPath): FieldError[] {
  if (key) return invalidEach(at.child('key'), key, qualifiedNameProblems(key));
  if (operator === 'Exists') return [];
  const rule = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  return [invalid(at.child('operator'), operator ?? '', rule)];
}

const validateSeconds = ({ tolerationSeconds, effect }: Toleration, at: FieldPath): FieldError[] =>
  tolerationSeconds !== undefined && effect !== 'NoExecute'
    ? [invalid(at.child('effect'), effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set")]
    : [];

/** Decimal, without leading zeros (KEP-5471). */
const wholeNumber = /^(0|-?[1-9][0-9]*)$/;

function validateOperator({ operator = '', value = '' }: Toleration, path: FieldPath): FieldError[] {
  switch (operator) {
    case '':
    case 'Equal': {
      const problems = labelValueProblems(value);
      return problems.length === 0 ? [] : [invalid(path, value, problems.join(';'))];
    }
    case 'Exists':
      return value === '' ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")];
    case 'Lt':
    case 'Gt':
      return wholeNumber.test(value) ? [] : [invalid(path, value, 'must be a valid integer')];
    default:
      return [notSupported(path, operator, ['Equal', 'Exists', 'Lt', 'Gt'])];
  }
}
