// One condition on labels: a key, an operator and values (k8s.io/apimachinery/pkg/labels, Requirement).
import { labelValueProblems, qualifiedNameProblems } from '../meta/names.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import { FieldPath } from '../schema/field-path.ts';

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

export type Labels = Readonly<Record<string, string>>;

export interface Requirement {
  key: string;
  operator: LabelOperator;
  /** In order and without repeats. */
  values: readonly string[];
  /** Whether labels meet the condition. */
  matches(labels: Labels): boolean;
}

/** A condition that cannot be; the message is Kubernetes'. */
export class RequirementError extends Error {
  override readonly name = 'RequirementError';
}

/** Makes a condition, as Kubernetes' NewRequirement does. @throws RequirementError */
export function requirement(key: string, operator: LabelOperator, given: Iterable<string>): Requirement {
  const values = [...new Set(given)].sort();
  const lines = problems(key, operator, values).map(({ field, message }) => `${field}: ${message}`);
  if (lines.length > 0) throw new RequirementError(lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`);
  return { key, operator, values, matches: matcher(key, operator, values) };
}

/** Checks a key alone. @throws RequirementError */
export function checkKey(key: string): void {
  const found = qualifiedNameProblems(key);
  if (found.length === 0) return;
  const { field, message } = invalid(FieldPath.root, key, found.join('; '));
  throw new RequirementError(`${field}: ${message}`);
}

function problems(key: string, operator: LabelOperator, values: readonly string[]): FieldError[] {
  const at = FieldPath.of('values');
  const keyProblems = qualifiedNameProblems(key);
  return [
    ...(keyProblems.length === 0 ? [] : [invalid(FieldPath.of('key'), key, keyProblems.join('; '))]),
    ...operatorProblems(operator, values),
    ...values.flatMap((value, index) => {
      const found = labelValueProblems(value);
      return found.length === 0 ? [] : [invalid(at.index(index).key(key), value, found.join('; '))];
    }),
  ];
}

function operatorProblems(operator: LabelOperator, values: readonly string[]): FieldError[] {
  const at = FieldPath.of('values');
  if ((operator === 'in' || operator === 'notin') && values.length === 0) {
    return [invalid(at, values, "for 'in', 'notin' operators, values set can't be empty")];
  }
  if (operator !== 'gt' && operator !== 'lt') return [];
  return values.flatMap((value, index) =>
    integer(value) === undefined
      ? [invalid(at.index(index), value, "for 'Gt', 'Lt' operators, the value must be an integer")]
      : [],
  );
}

const highest = 2n ** 63n;

/** An int64 as Go's strconv.ParseInt reads it. */
function integer(text: string): bigint | undefined {
  if (text.length > 64 || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -highest && value < highest ? value : undefined;
}

function matcher(key: string, operator: LabelOperator, values: readonly string[]): Requirement['matches'] {
  switch (operator) {
    case 'exists':
      return (labels) => Object.hasOwn(labels, key);
    case '!':
      return (labels) => !Object.hasOwn(labels, key);
    case 'gt':
    case 'lt':
      return comparison(key, operator, values[0] ?? '');
    default:
      return membership(key, operator === 'notin' || operator === '!=', new Set(values));
  }
}

/** Labels without the key are outside every set. */
const membership =
  (key: string, negated: boolean, values: ReadonlySet<string>): Requirement['matches'] =>
  (labels) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return (value !== undefined && values.has(value)) !== negated;
  };

function comparison(key: string, operator: 'gt' | 'lt', text: string): Requirement['matches'] {
  const limit = integer(text);
  return (labels) => {
    const value = Object.hasOwn(labels, key) ? integer(labels[key] ?? '') : undefined;
    if (value === undefined || limit === undefined) return false;
    return operator === 'gt' ? value > limit : value < limit;
  };
}
