// Strategic merge undoes kubectl's diff: what `kubectl apply` and `kubectl edit` compute between two objects, applied to
// the first, gives the second. The diff is written here from kubectl's documentation, on the schema of pods.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pod } from '../kinds/core/pod.ts';
import type { FieldFacts } from '../schema/facts.ts';
import { jsonEqual } from '../schema/json-equal.ts';
import type { Shape } from '../schema/shape.ts';
import { isJsonObject, type JsonObject } from './json-value.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

interface Place {
  shape: Shape;
  facts?: FieldFacts;
}

function placeOf(shape: Shape, key: string): Place {
  if (shape.type === 'object') return shape.fields.get(key) ?? { shape: { type: 'any' } };
  return { shape: shape.type === 'map' ? shape.values : { type: 'any' } };
}

const retainsKeys = (facts?: FieldFacts) => facts?.patchStrategy?.includes('retainKeys') ?? false;

function diffObjects(place: Place, before: JsonObject, after: JsonObject): JsonObject {
  const gone = Object.keys(before).filter((key) => !(key in after));
  const changed = Object.keys(after).filter((key) => !jsonEqual(before[key], after[key]));
  const changes = changed.map((key) =>
    diffField(placeOf(place.shape, key), { key, before: before[key], after: after[key] }),
  );
  const patch: JsonObject = Object.assign(Object.fromEntries(gone.map((key) => [key, null])), ...changes);
  if (retainsKeys(place.facts) && Object.keys(patch).length > 0) patch.$retainKeys = Object.keys(after).sort();
  return patch;
}

function diffField(place: Place, { key, before, after }: { key: string; before: unknown; after: unknown }): JsonObject {
  const strategy = place.facts?.patchStrategy;
  if (isJsonObject(before) && isJsonObject(after) && strategy !== 'replace') {
    return { [key]: diffObjects(place, before, after) };
  }
  const merges = Array.isArray(before) && Array.isArray(after) && strategy?.startsWith('merge');
  return merges ? diffLists(place, { key, before, after }) : { [key]: after };
}

interface Lists {
  key: string;
  before: unknown[];
  after: unknown[];
}

function diffLists(place: Place, { key, before, after }: Lists): JsonObject {
  const { patchMergeKey = '' } = place.facts ?? {};
  if (before.length === 0) return { [key]: after };
  if (![...before, ...after].every(isJsonObject)) return diffPrimitives({ key, before, after });
  const [left, right] = [before.filter(isJsonObject), after.filter(isJsonObject)];
  const find = (list: JsonObject[], item: JsonObject) =>
    list.find((other) => other[patchMergeKey] === item[patchMergeKey]);
  const item: Place = {
    shape: place.shape.type === 'list' ? place.shape.items : place.shape,
    ...(place.facts && { facts: place.facts }),
  };
  const changed = right.flatMap((value) => {
    const old = find(left, value);
    if (!old) return [value];
    const patch = diffObjects(item, old, value);
    return Object.keys(patch).length === 0 ? [] : [{ ...patch, [patchMergeKey]: value[patchMergeKey] }];
  });
  const deleted = left.filter((old) => !find(right, old));
  const directives = deleted.map((old) => ({ $patch: 'delete', [patchMergeKey]: old[patchMergeKey] }));
  return {
    [`$setElementOrder/${key}`]: right.map((value) => ({ [patchMergeKey]: value[patchMergeKey] })),
    ...(changed.length + directives.length > 0 && { [key]: [...changed, ...directives] }),
  };
}

function diffPrimitives({ key, before, after }: Lists): JsonObject {
  const added = after.filter((value) => !before.includes(value));
  const deleted = before.filter((value) => !after.includes(value));
  return {
    [`$setElementOrder/${key}`]: after,
    ...(added.length > 0 && { [key]: added }),
    ...(deleted.length > 0 && { [`$deleteFromPrimitiveList/${key}`]: deleted }),
  };
}

const word = fc.constantFrom('a', 'b', 'c', 'd');
const words = fc.dictionary(word, word, { maxKeys: 3 });
const optional = { requiredKeys: ['name'] as ['name'] };
const unique = <T extends { name: string }>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 4 });
const env = fc.record({ name: word, value: word }, optional);
const container = fc.record(
  {
    name: word,
    image: word,
    args: fc.array(word, { maxLength: 3 }),
    env: unique(env),
    ports: fc.uniqueArray(fc.record({ containerPort: fc.integer({ min: 80, max: 83 }), name: word }), {
      selector: ({ containerPort }) => containerPort,
      maxLength: 3,
    }),
    resources: fc.record({ limits: words }, { requiredKeys: [] }),
  },
  optional,
);
const volume = fc.oneof(
  fc.record({ name: word, emptyDir: fc.record({ medium: word }, { requiredKeys: [] }) }),
  fc.record({ name: word, hostPath: fc.record({ path: word }) }),
);
const podLike = fc.record({
  metadata: fc.record(
    { name: fc.constant('p'), labels: words, finalizers: fc.uniqueArray(word, { maxLength: 4 }) },
    optional,
  ),
  spec: fc.record(
    {
      containers: unique(container),
      volumes: unique(volume),
      nodeSelector: words,
      tolerations: fc.array(fc.record({ key: word }), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
});

it('gives the second object when the diff to it is applied to the first', () => {
  fc.assert(
    fc.property(podLike, podLike, (before, after) => {
      const patch = diffObjects({ shape: Pod.shape }, before, after);
      const copies = JSON.stringify([before, patch]);
      expect(applyStrategicMerge(Pod.shape, before, patch)).toEqual(after);
      expect(JSON.stringify([before, patch])).toBe(copies);
    }),
    { numRuns: 300 },
  );
});
