// Looks through everything below a shape, once, so that walks can leave out what holds nothing for them.
import type { FieldShape, ObjectShape, Shape } from './shape.ts';

export interface Sought {
  /** Fields that answer true are found. */
  field(field: FieldShape): boolean;
  /** Object types that answer true are found. */
  object?(shape: ObjectShape): boolean;
}

/** Whether what is sought stands anywhere in or below a shape; types that hold themselves are walked once. */
export function holds(shape: Shape, sought: Sought): boolean {
  return search(shape, sought, new Set());
}

/** A type met twice is known by its table of fields: a recursive one has a fresh shape in each place. */
function search(shape: Shape, sought: Sought, seen: Set<ReadonlyMap<string, FieldShape>>): boolean {
  if (shape.type === 'list') return search(shape.items, sought, seen);
  if (shape.type === 'map') return search(shape.values, sought, seen);
  if (shape.type !== 'object' || seen.has(shape.fields)) return false;
  seen.add(shape.fields);
  if (sought.object?.(shape)) return true;
  for (const field of shape.fields.values()) {
    if (sought.field(field) || search(field.shape, sought, seen)) return true;
  }
  return false;
}
