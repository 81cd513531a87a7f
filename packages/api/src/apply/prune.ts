// Removes from a merged object what its applier has given up (structured-merge-diff v6: merge/update.go, prune).
import type { ObjectShape } from '../schema/shape.ts';
import type { FieldSet } from './field-set.ts';
import { removeFields } from './remove.ts';
import { toFieldSet, withNamedFields } from './to-field-set.ts';

export interface Pruning {
  /** What the manager owned before this apply. */
  last: FieldSet;
  /** What everybody owns now, the new configuration included. */
  owned: FieldSet;
}

/** Removes what the manager applied last time, does not apply any more, and nobody else owns. */
export function pruneFields(shape: ObjectShape, merged: unknown, { last, owned }: Pruning): unknown {
  if (last.isEmpty()) return merged;
  const place = { shape };
  const fieldsOf = (value: unknown) => withNamedFields(place, toFieldSet(shape, value));
  const everything = fieldsOf(merged);
  const abandoned = withNamedFields(place, last);
  const stripped = removeFields(place, merged, abandoned);
  const kept = removeFields(
    place,
    merged,
    everything.difference(fieldsOf(stripped).union(withNamedFields(place, owned))),
  );
  return removeFields(place, merged, everything.difference(fieldsOf(kept)).intersection(abandoned)) ?? {};
}
