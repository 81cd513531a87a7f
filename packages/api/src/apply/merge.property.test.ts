// Server-side apply over any sequence of applies.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../patch/json-value.ts';
import { apply, config, start, store } from './testing/thing.ts';

describe('any sequence of applies', () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__');
  const item = fc.record(
    {
      name: fc.constantFrom('a', 'b', 'c'),
      image: fc.constantFrom('x', 'y'),
      args: fc.array(fc.constantFrom('1', '2'), { maxLength: 2 }),
    },
    { requiredKeys: ['name'] },
  );
  const fields = fc.record(
    {
      data: fc.dictionary(name, fc.constantFrom('1', '2')),
      spec: fc.record(
        {
          replicas: fc.nat(3),
          containers: fc.uniqueArray(item, { selector: (value) => value.name, minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  const steps = fc.array(fc.record({ manager: fc.constantFrom('one', 'two', 'three'), fields }), {
    minLength: 1,
    maxLength: 6,
  });

  it('ends with a no-op when the last is repeated, and holds what was applied', () => {
    fc.assert(
      fc.property(steps, (applies) => {
        let live: JsonObject | undefined;
        for (const step of applies) {
          const applied = config(step.fields);
          const before = JSON.stringify([live, applied]);
          const result = store(apply(live, applied, { manager: step.manager, force: true }));
          expect(JSON.stringify([live, applied])).toBe(before);
          expect(apply(result, applied, { manager: step.manager, now: start + 99_000 })).toEqual(result);
          expect(result.data ?? {}).toMatchObject(step.fields.data ?? {});
          live = result;
        }
      }),
    );
  });

  it('leaves nothing behind when every applier gives up', () => {
    fc.assert(
      fc.property(steps, (applies) => {
        let live: JsonObject | undefined;
        for (const { manager, fields: applied } of applies)
          live = store(apply(live, config(applied), { manager, force: true }));
        for (const manager of ['one', 'two', 'three']) live = store(apply(live, config({}), { manager }));
        expect(live).toEqual(store(config({})));
      }),
    );
  });
});
