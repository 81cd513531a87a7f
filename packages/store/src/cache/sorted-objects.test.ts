// Order, ranges and copies of the sorted objects, against a plain model.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { key, makeObject } from '../testing/objects.ts';
import { compareBytes, SortedObjects, sortKey } from './sorted-objects.ts';

test('byte order is that of UTF-8', () => {
  const unit = fc.constantFrom('a', 'b', '-', '\u00e9', '\uffff', '\ue000', '\u{1f600}', '\0');
  const text = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

const step = fc.record({
  change: fc.constantFrom('set', 'set', 'delete'),
  namespace: fc.constantFrom('', 'a', 'a-b', 'a.b', 'ab'),
  name: fc.constantFrom('a', 'a-b', 'a.b', 'b', 'z'),
});

test('lists what was set, sorted, by namespace; earlier lists stay', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const objects = new SortedObjects();
      const model = new Map<string, ReturnType<typeof makeObject>>();
      for (const { change, namespace, name } of steps) {
        const before = objects.list();
        const copy = [...before];
        const place = sortKey(namespace, name);
        const object = makeObject(key(name, namespace));
        if (change === 'set') {
          objects.set(place, object);
          model.set(place, object);
        } else {
          objects.delete(place);
          model.delete(place);
        }
        expect(before).toEqual(copy);
      }
      const sorted = [...model].sort(([a], [b]) => compareBytes(a, b)).map(([, object]) => object);
      expect(objects.list()).toEqual(sorted);
      for (const namespace of ['', 'a', 'a-b', 'ab', 'none']) {
        const own = sorted.filter(({ metadata }) => (metadata.namespace ?? '') === namespace);
        expect(objects.list(namespace)).toEqual(own);
      }
    }),
    { numRuns: 100 },
  );
});
