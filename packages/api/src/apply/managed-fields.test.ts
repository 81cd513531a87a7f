// Ownership by updates: KEP-555 and Kubernetes' "Server-Side Apply" page.
import { describe, expect, it } from 'vitest';
import type { ManagedFieldsEntry } from '../meta/object-meta.ts';
import { objectFields } from '../meta/object-meta.ts';
import type { JsonObject } from '../patch/json-value.ts';
import { int32, map, object, ref, scalar } from '../schema/field.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { revertTimesOnlyChange, type UpdateWrite, updateManagedFields } from './managed-fields.ts';

const Spec = object('test.Spec', 'Spec.', { replicas: int32('Count.') });
const shape = objectShapeOf(
  object('test.Thing', 'Thing.', {
    ...objectFields,
    data: map(scalar.text, 'Data.'),
    spec: ref(Spec, 'Spec.'),
    status: ref(Spec, 'Status.'),
  }),
);

const start = Date.parse('2026-01-01T00:00:00.900Z');
const thing = (data: object, metadata: object = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'default', uid: '1', ...metadata },
  data,
});

function update(live: JsonObject | undefined, updated: JsonObject, options: Partial<UpdateWrite> = {}): JsonObject {
  return updateManagedFields({ shape, live, updated, manager: 'one', apiVersion: 'v1', now: start, ...options });
}

const entriesOf = (object: JsonObject) => (object.metadata as { managedFields?: ManagedFieldsEntry[] }).managedFields;
const owners = (object: JsonObject) =>
  Object.fromEntries((entriesOf(object) ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
/** What a client sends that read the object and changed its data. */
const edit = (object: JsonObject, data: object): JsonObject => ({ ...object, data });

describe('updateManagedFields', () => {
  it('gives the creator all but the fields of the system', () => {
    const created = update(undefined, thing({ a: '1' }, { labels: { x: 'y' } }));
    expect(entriesOf(created)).toEqual([
      {
        manager: 'one',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {}, '.': {} }, 'f:metadata': { 'f:labels': { 'f:x': {}, '.': {} } } },
      },
    ]);
  });

  it('moves changed fields to the one who changed them, and removed ones to nobody', () => {
    const created = update(undefined, thing({ a: '1', b: '1', c: '1' }));
    const changed = update(created, edit(created, { a: '2', b: '1', d: '1' }), { manager: 'two', now: start + 5000 });
    expect(owners(changed)).toEqual({
      one: { 'f:data': { '.': {}, 'f:b': {} } },
      two: { 'f:data': { 'f:a': {}, 'f:d': {} } },
    });
    expect(entriesOf(changed)?.map(({ time }) => time)).toEqual(['2026-01-01T00:00:00Z', '2026-01-01T00:00:05Z']);
  });

  it('changes nothing for an update that changes nothing', () => {
    const created = update(undefined, thing({ a: '1' }));
    expect(update(created, created, { manager: 'two', now: start + 60_000 })).toEqual(created);
    expect(update(created, thing({ a: '1' }), { manager: 'two', now: start + 60_000 })).toEqual(created);
  });

  it('adds to the entry of the same manager, version and subresource, else makes another', () => {
    const created = update(undefined, thing({ a: '1' }));
    const again = update(created, edit(created, { a: '1', b: '1' }), { now: start + 1000 });
    expect(entriesOf(again)).toHaveLength(1);
    expect(owners(again)).toEqual({ one: { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } });
    const status = { ...created, status: { replicas: 1 } };
    const written = update(created, status, { subresource: 'status', resetFields: [['data'], ['spec']] });
    expect(entriesOf(written)).toMatchObject([{ manager: 'one' }, { manager: 'one', subresource: 'status' }]);
    expect(entriesOf(update(created, edit(created, { b: '1' }), { apiVersion: 'v2' }))).toHaveLength(1 + 1);
  });

  it('drops an entry that owns nothing any more', () => {
    const created = update(undefined, { ...thing({}), data: undefined, spec: { replicas: 1 } });
    const changed = update(created, { ...created, spec: { replicas: 2 } }, { manager: 'two' });
    const gone = update(changed, { ...changed, spec: undefined }, { manager: 'three' });
    expect(owners(changed)).toEqual({ one: { 'f:spec': {} }, two: { 'f:spec': { 'f:replicas': {} } } });
    expect(entriesOf(gone)).toBeUndefined();
  });

  it('calls a nameless manager unknown', () => {
    expect(owners(update(undefined, thing({ a: '1' }), { manager: '' }))).toHaveProperty('unknown');
  });

  it('ignores fields that the write cannot set', () => {
    const created = update(undefined, { ...thing({ a: '1' }), status: { replicas: 1 } }, { resetFields: [['status']] });
    expect(owners(created)).toEqual({ one: { 'f:data': { '.': {}, 'f:a': {} } } });
  });

  it.each([[[]], [[{}]]])('lets a client reset the list by %j, and tracks nothing then', (managedFields) => {
    const created = update(undefined, thing({ a: '1' }));
    const reset = update(created, thing({ a: '2' }, { managedFields }));
    expect(reset).toEqual(thing({ a: '2' }));
    expect(update(reset, thing({ a: '3' }))).toEqual(thing({ a: '3' }));
  });

  it('lets a client correct the list, but not spoil it, nor through a subresource', () => {
    const created = update(undefined, thing({ a: '1' }));
    const corrected = [
      {
        manager: 'else',
        operation: 'Apply',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ];
    expect(owners(update(created, thing({ a: '1' }, { managedFields: corrected })))).toEqual({
      else: { 'f:data': { 'f:a': {} } },
    });
    const spoilt = [{ ...corrected[0], fieldsV1: { a: 1 } }];
    expect(update(created, thing({ a: '1' }, { managedFields: spoilt }))).toEqual(created);
    expect(update(created, thing({ a: '1' }, { managedFields: [] }), { subresource: 'status' })).toEqual(created);
  });

  it('merges the oldest of more than ten updaters into ancient-changes', () => {
    let live = update(undefined, thing({ k0: '0' }), { manager: 'm0' });
    for (let index = 1; index < 13; index++) {
      const data = { ...(live.data as object), [`k${index}`]: '1' };
      live = update(live, edit(live, data), { manager: `m${index}`, now: start + index * 1000 });
    }
    expect(entriesOf(live)?.map(({ manager }) => manager)).toEqual([
      'ancient-changes',
      ...Array.from({ length: 9 }, (_, index) => `m${index + 4}`),
    ]);
    expect(entriesOf(live)?.[0]).toMatchObject({
      time: '2026-01-01T00:00:03Z',
      fieldsV1: { 'f:data': { '.': {}, 'f:k0': {}, 'f:k1': {}, 'f:k2': {}, 'f:k3': {} } },
    });
  });

  it('keeps strange keys ordinary and changes neither object', () => {
    const data = JSON.parse('{"__proto__":"1","constructor":"2"}');
    const live = Object.freeze(thing({ a: '1' }));
    const created = update(undefined, thing(data));
    expect(JSON.stringify(owners(created).one)).toBe('{"f:data":{"f:__proto__":{},"f:constructor":{},".":{}}}');
    expect(() => update(live, Object.freeze(thing(data)))).not.toThrow();
  });
});

describe('revertTimesOnlyChange', () => {
  it('returns the stored object when only times differ', () => {
    const live = update(undefined, thing({ a: '1' }));
    const later = update(undefined, thing({ a: '1' }), { now: start + 5000 });
    expect(revertTimesOnlyChange(live, later)).toBe(live);
    const changed = update(live, edit(live, { a: '2' }), { now: start + 5000 });
    expect(revertTimesOnlyChange(live, changed)).toBe(changed);
  });
});
