// Checks a decoded, defaulted object against what its schema says of each field. What spans kinds stands with the kind.
import { isRecord } from './decode.ts';
import type { FieldFacts } from './facts.ts';
import { duplicate, type FieldError, invalid, notSupported, requiredValue } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { keyOf, listKeys } from './list-key.ts';
import type { FieldShape, ObjectShape, Shape } from './shape.ts';
import { holds } from './shape-search.ts';

interface Findings {
  errors: FieldError[];
  /** Inside a status written by components, where required, enumerated and unique go unchecked. */
  lenient: boolean;
}

type Validator = (value: unknown, path: FieldPath, found: Findings) => void;

/** Everything wrong with an object, in the order of the schema's fields; empty when it is valid. */
export function validateShape(shape: ObjectShape, value: unknown): FieldError[] {
  const found: Findings = { errors: [], lenient: false };
  validatorOf(shape)?.(value, FieldPath.root, found);
  return found.errors;
}

const validators = new WeakMap<Shape, { run: Validator | undefined }>();

/** The validator of a shape; undefined when nothing below is checked. */
function validatorOf(shape: Shape): Validator | undefined {
  const known = validators.get(shape);
  if (known) return known.run;
  const entry = { run: compile(shape) };
  validators.set(shape, entry);
  return entry.run;
}

const hasChecks = ({ facts }: FieldShape): boolean =>
  facts.required === true ||
  facts.enum !== undefined ||
  facts.minimum !== undefined ||
  facts.validate !== undefined ||
  listKeys(facts) !== undefined;

function compile(shape: Shape): Validator | undefined {
  const checked = holds(shape, { field: hasChecks, object: ({ facts }) => facts.validate !== undefined });
  if (!checked) return undefined;
  switch (shape.type) {
    case 'object':
      return objectValidator(shape);
    case 'list':
      return (value, path, found) => {
        if (!Array.isArray(value)) return;
        const run = validatorOf(shape.items);
        for (let index = 0; index < value.length; index += 1) run?.(value[index], path.index(index), found);
      };
    case 'map':
      return (value, path, found) => {
        if (!isRecord(value)) return;
        const run = validatorOf(shape.values);
        for (const key of Object.keys(value)) run?.(value[key], path.key(key), found);
      };
    default:
      return undefined;
  }
}

function objectValidator(shape: ObjectShape): Validator {
  let fields: FieldShape[] | undefined;
  return (value, path, found) => {
    if (!isRecord(value)) return;
    fields ??= [...shape.fields.values()].filter((field) => hasChecks(field) || validatorOf(field.shape));
    for (const field of fields) checkField(field, value[field.name], { path, found });
    if (shape.facts.validate) found.errors.push(...shape.facts.validate(value, path));
  };
}

interface Place {
  /** Of the object that holds the field. */
  path: FieldPath;
  found: Findings;
}

function checkField(field: FieldShape, value: unknown, { path, found }: Place): void {
  if (value !== undefined) checkPresent(field, value, { path: path.child(field.name), found });
  else if (field.facts.required && !found.lenient) checkMissing(field, path.child(field.name), found);
}

function checkPresent(field: FieldShape, value: unknown, here: Place): void {
  const { facts } = field;
  const { path, found } = here;
  if (!found.lenient) {
    if (facts.required && !facts.allowEmpty && isEmpty(value)) {
      found.errors.push(requiredValue(path));
      return;
    }
    checkClosedSets(facts, value, here);
  }
  if (facts.minimum !== undefined && typeof value === 'number' && value < facts.minimum) {
    found.errors.push(invalid(path, value, `must be greater than or equal to ${facts.minimum}`));
  }
  if (facts.validate) found.errors.push(...facts.validate(value, path));
  checkBelow(field, value, here);
}

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

/** In Go a missing struct is an empty one, so what is missing inside it is named, if anything is. */
function checkMissing(field: FieldShape, path: FieldPath, found: Findings): void {
  const before = found.errors.length;
  if (field.shape.type === 'object') checkBelow(field, {}, { path, found });
  if (found.errors.length === before) found.errors.push(requiredValue(path));
}

function checkBelow({ facts, shape }: FieldShape, value: unknown, { path, found }: Place): void {
  const run = validatorOf(shape);
  if (!run) return;
  const outer = found.lenient;
  found.lenient = outer || facts.lenient === true;
  run(value, path, found);
  found.lenient = outer;
}

function checkClosedSets(facts: FieldFacts, value: unknown, place: Place): void {
  if (facts.enum) {
    const supported = facts.enum;
    if (Array.isArray(value)) {
      value.forEach((entry, index) => {
        checkSupported(supported, entry, { path: place.path.index(index), found: place.found });
      });
    } else checkSupported(supported, value, place);
  }
  if (listKeys(facts) && Array.isArray(value)) checkDuplicates(facts, value, place);
}

function checkSupported(supported: readonly string[], value: unknown, { path, found }: Place): void {
  // An empty string is Go's unset string.
  if (typeof value !== 'string' || value === '' || supported.includes(value)) return;
  found.errors.push(notSupported(path, value, supported.toSorted()));
}

/** Kubernetes names the key field where there is one, and all keys at the entry where there are several. */
function checkDuplicates(facts: FieldFacts, value: readonly unknown[], { path, found }: Place): void {
  const keys = listKeys(facts);
  if (!keys || value.length < 2) return;
  const seen = new Set<string>();
  value.forEach((entry, index) => {
    const key = keyOf(entry, keys);
    if (key === undefined) return;
    if (seen.has(key.text)) {
      const [only, ...more] = keys;
      const at = path.index(index);
      found.errors.push(duplicate(only !== undefined && more.length === 0 ? at.child(only) : at, key.value));
    }
    seen.add(key.text);
  });
}
