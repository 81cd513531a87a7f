// Fills in what a manifest leaves out, from the defaults stated beside the fields. Runs on freshly decoded objects.
import { isRecord } from './decode.ts';
import type { FieldFacts, JsonValue } from './facts.ts';
import type { ObjectShape, Shape } from './shape.ts';
import { holds } from './shape-search.ts';

/** Changes a value in place. */
type Defaulter = (value: unknown) => void;

/**
 * Sets defaults **in place** and returns the same object, which must be the caller's own (fresh from `decode`).
 * Fields are filled in the order the schema states them, so a default may read those before it; an absent parent is
 * made only when its own field has a default. As in Kubernetes, where the Go field is no pointer, an empty string
 * counts as absent where the default is text, and zero where the field's minimum is above it.
 */
export function applyDefaults<T extends Record<string, unknown>>(shape: ObjectShape, value: T): T {
  defaulterOf(shape)?.(value);
  return value;
}

interface Step {
  name: string;
  facts: FieldFacts;
  shape: Shape;
}

const defaulters = new WeakMap<Shape, { run: Defaulter | undefined }>();

/** The defaulter of a shape; undefined when nothing below has a default. */
function defaulterOf(shape: Shape): Defaulter | undefined {
  const known = defaulters.get(shape);
  if (known) return known.run;
  const entry = { run: compile(shape) };
  defaulters.set(shape, entry);
  return entry.run;
}

function compile(shape: Shape): Defaulter | undefined {
  if (!holds(shape, { field: ({ facts }) => facts.default !== undefined })) return undefined;
  switch (shape.type) {
    case 'object':
      return objectDefaulter(shape);
    case 'list':
      return (value) => {
        const run = defaulterOf(shape.items);
        if (run && Array.isArray(value)) for (const entry of value) run(entry);
      };
    case 'map':
      return (value) => {
        const run = defaulterOf(shape.values);
        if (run && isRecord(value)) for (const entry of Object.values(value)) run(entry);
      };
    default:
      return undefined;
  }
}

function objectDefaulter(shape: ObjectShape): Defaulter {
  let steps: Step[] | undefined;
  return (value) => {
    if (!isRecord(value)) return;
    steps ??= stepsOf(shape);
    for (const step of steps) runStep(step, value);
  };
}

const stepsOf = (shape: ObjectShape): Step[] =>
  [...shape.fields.values()].filter(
    (field) => field.facts.default !== undefined || defaulterOf(field.shape) !== undefined,
  );

function runStep(step: Step, parent: Record<string, unknown>): void {
  if (isAbsent(step.facts, parent[step.name])) setDefault(step, parent);
  const present = parent[step.name];
  if (present !== undefined) defaulterOf(step.shape)?.(present);
}

function isAbsent(facts: FieldFacts, value: unknown): boolean {
  if (value === undefined) return true;
  if (facts.default === undefined) return false;
  if (value === '') return typeof facts.default !== 'function' || facts.enum !== undefined;
  return value === 0 && facts.minimum !== undefined && facts.minimum > 0;
}

function setDefault({ name, facts }: Step, parent: Record<string, unknown>): void {
  const stated = typeof facts.default === 'function' ? facts.default(parent) : facts.default;
  if (stated !== undefined) parent[name] = copy(stated);
}

/** A default stands once in the schema and is never handed out itself. */
const copy = (value: JsonValue): JsonValue => (typeof value === 'object' ? structuredClone(value) : value);
