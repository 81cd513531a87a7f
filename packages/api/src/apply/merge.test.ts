// Server-side apply: Kubernetes' "Server-Side Apply" page, KEP-555, and the behaviours structured-merge-diff tests.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../patch/json-value.ts';
import { updateManagedFields } from './managed-fields.ts';
import {
  apply,
  config,
  containers,
  containersOf,
  entriesOf,
  failure,
  named,
  owners,
  shape,
  start,
  store,
  update,
} from './testing/thing.ts';

describe('serverSideApply', () => {
  it('creates what is applied, owned by its applier', () => {
    const created = apply(undefined, config({ data: { a: '1' }, spec: { containers: [{ name: 'c', image: 'x' }] } }));
    expect(created).toEqual({
      ...config({ data: { a: '1' }, spec: { containers: [{ name: 'c', image: 'x' }] } }),
      metadata: {
        name: 'a',
        namespace: 'default',
        managedFields: [
          {
            manager: 'one',
            operation: 'Apply',
            apiVersion: 'v1',
            time: '2026-01-01T00:00:00Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:data': { 'f:a': {} },
              'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
            },
          },
        ],
      },
    });
  });

  it('changes nothing when applied again, whenever that is', () => {
    const live = store(apply(undefined, config({ data: { a: '1' } })));
    expect(apply(live, config({ data: { a: '1' } }), { now: start + 60_000 })).toEqual(live);
    expect(apply(live, config({ data: { a: '1' } }, { creationTimestamp: null }), { now: start + 60_000 })).toEqual(
      live,
    );
  });

  it('moves the time when the applier changes something', () => {
    const live = store(apply(undefined, config({ data: { a: '1' } })));
    const changed = apply(live, config({ data: { a: '2' } }), { now: start + 60_000 });
    expect(entriesOf(changed)).toMatchObject([{ time: '2026-01-01T00:01:00Z' }]);
  });

  it('removes what the applier leaves out', () => {
    const live = store(apply(undefined, config({ data: { a: '1', b: '1' }, spec: { replicas: 1 } })));
    const changed = apply(live, config({ data: { a: '1' } }));
    expect(changed.data).toEqual({ a: '1' });
    expect('spec' in changed).toBe(false);
    expect(owners(changed)).toEqual({ one: { 'f:data': { 'f:a': {} } } });
  });

  it('keeps what others own, in maps and in items', () => {
    const first = store(
      apply(undefined, config({ data: { a: '1' }, spec: { containers: [{ name: 'c', image: 'x' }] } })),
    );
    const second = apply(first, config({ data: { b: '1' }, spec: { containers: [{ name: 'c', args: ['z'] }] } }), {
      manager: 'two',
    });
    expect(second).toMatchObject({
      data: { a: '1', b: '1' },
      spec: { containers: [{ name: 'c', image: 'x', args: ['z'] }] },
    });
    const gone = apply(second, config({}));
    expect(gone).toMatchObject({ data: { b: '1' }, spec: { containers: [{ name: 'c', args: ['z'] }] } });
    expect(containersOf(gone)).toEqual([{ name: 'c', args: ['z'] }]);
    expect(owners(gone)).not.toHaveProperty('one');
  });

  it('removes a whole item that only the applier owned', () => {
    const live = store(apply(undefined, containers({ name: 'a', image: 'x' }, { name: 'b' })));
    expect(containersOf(apply(live, containers({ name: 'b' })))).toEqual(named('b'));
  });

  it('takes defaults with the object they were set in, but leaves what an updater owns', () => {
    const live = store(apply(undefined, containers({ name: 'a', image: 'x' })));
    const defaulted = { ...live, spec: { ...(live.spec as object), replicas: 1 } };
    expect('spec' in apply(defaulted, config({}))).toBe(false);
    const other = store(apply(undefined, config({ spec: { replicas: 1 } })));
    const updated = update(other, { ...other, spec: { replicas: 1, size: '1Gi' } }, 'updater');
    expect(apply(updated, config({})).spec).toEqual({ size: '1Gi' });
  });

  it('shares a field that is applied with the same value', () => {
    const live = store(apply(undefined, config({ data: { a: '1' } })));
    const shared = apply(live, config({ data: { a: '1' } }), { manager: 'two', now: start + 1000 });
    expect(owners(shared)).toEqual({ one: { 'f:data': { 'f:a': {} } }, two: { 'f:data': { 'f:a': {} } } });
    expect(apply(shared, config({})).data).toEqual({ a: '1' });
  });

  it('conflicts over a field that another applier owns', () => {
    const live = store(apply(undefined, config({ data: { a: '1' } })));
    const error = failure(() => apply(live, config({ data: { a: '2' } }), { manager: 'two' }));
    expect(error.toStatus()).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      reason: 'Conflict',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }] },
      code: 409,
    });
  });

  it('names the version and subresource of updaters it conflicts with', () => {
    const created = store(update(undefined, config({ data: { a: '1' } }), 'kubectl-client-side-apply'));
    const error = failure(() => apply(created, config({ data: { a: '2' } })));
    expect(error.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a',
    );
    const scaled = updateManagedFields({
      shape,
      live: created,
      updated: { ...created, spec: { replicas: 3 } },
      manager: 'hpa',
      apiVersion: 'v1',
      subresource: 'scale',
      now: start,
    });
    expect(failure(() => apply(scaled, config({ spec: { replicas: 1 } }))).details?.causes).toEqual([
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "hpa" with subresource "scale" using v1',
        field: '.spec.replicas',
      },
    ]);
  });

  it('lists several conflicts by manager', () => {
    const first = store(apply(undefined, config({ data: { a: '1', b: '1' } }), { manager: 'y' }));
    const live = apply(first, containers({ name: 'c', image: 'i' }), { manager: 'x' });
    const error = failure(() =>
      apply(live, config({ data: { a: '2', b: '2' }, spec: { containers: [{ name: 'c', image: 'j' }] } })),
    );
    expect(error.message).toBe(
      'Apply failed with 3 conflicts: conflicts with "x":\n- .spec.containers[name="c"].image\nconflicts with "y":\n- .data.a\n- .data.b',
    );
    expect(error.details?.causes).toHaveLength(3);
  });

  it('takes fields over by force', () => {
    const live = store(apply(undefined, config({ data: { a: '1', b: '1' } })));
    const forced = apply(live, config({ data: { a: '2' } }), { manager: 'two', force: true });
    expect(forced.data).toEqual({ a: '2', b: '1' });
    expect(owners(forced)).toEqual({ one: { 'f:data': { 'f:b': {} } }, two: { 'f:data': { 'f:a': {} } } });
  });

  it('owns atomic values whole', () => {
    const live = store(apply(undefined, config({ spec: { selector: { matchLabels: { a: '1' } } } })));
    const error = failure(() =>
      apply(live, config({ spec: { selector: { matchLabels: { b: '1' } } } }), { manager: 'two' }),
    );
    expect(error.message).toContain(': .spec.selector');
    const replaced = apply(live, config({ spec: { selector: { matchLabels: { b: '1' } } } }));
    expect(replaced.spec).toEqual({ selector: { matchLabels: { b: '1' } } });
  });

  const orders: [string, string[], string[], string[]][] = [
    ['live only where it stood', ['a', 's', 'b'], ['a', 'b'], ['a', 's', 'b']],
    ['applied order wins', ['a', 'b'], ['b', 'a'], ['b', 'a']],
    ['live only before what follows it', ['a', 's', 'b'], ['b', 'a'], ['s', 'b', 'a']],
    ['new items behind live ones', ['s'], ['n'], ['s', 'n']],
    ['new items before the shared one they precede', ['s', 'a'], ['n', 'a'], ['s', 'n', 'a']],
    ['new first, order turned', ['a', 's', 'b'], ['n', 'b', 'a'], ['s', 'n', 'b', 'a']],
    ['trailing live items', ['a', 's', 't'], ['a', 'n'], ['a', 's', 't', 'n']],
  ];
  it.each(orders)('orders items: %s', (_name, ...[live, applied, merged]) => {
    const stored = store(update(undefined, containers(...named(...live)), 'other'));
    expect(containersOf(apply(stored, containers(...named(...applied))))).toEqual(named(...merged));
  });

  it('tells items by all their keys, defaults filled in', () => {
    const live = store(
      apply(undefined, containers({ name: 'c', ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] })),
    );
    const changed = apply(live, containers({ name: 'c', ports: [{ port: 53, protocol: 'TCP', name: 'dns' }] }));
    expect(containersOf(changed)).toEqual([{ name: 'c', ports: [{ port: 53, protocol: 'TCP', name: 'dns' }] }]);
  });

  it('replaces live duplicates by the one item applied', () => {
    const live = store(update(undefined, containers(...named('a', 'b', 'b')), 'other'));
    const changed = apply(live, containers({ name: 'b', image: 'x' }), { force: true });
    expect(containersOf(changed)).toEqual([{ name: 'a' }, { name: 'b', image: 'x' }]);
  });

  const refused: [string, JsonObject, string][] = [
    [
      'an item twice',
      containers({ name: 'c', ports: [{ port: 80 }, { port: 80, protocol: 'TCP' }] }),
      'failed to create typed patch object (default/a; /v1, Kind=Thing): .spec.containers[name="c"].ports: duplicate entries for key [port=80,protocol="TCP"]',
    ],
    [
      'an unknown field',
      config({ spec: { containers: [{ name: 'c', img: 'x' }] } }),
      'failed to create typed patch object (default/a; /v1, Kind=Thing): .spec.containers[name="c"].img: field not declared in schema',
    ],
    [
      'an item without its key',
      containers({ image: 'x' }),
      'failed to create typed patch object (default/a; /v1, Kind=Thing): .spec.containers: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
    ],
    [
      'wrong types',
      config({ data: { a: 1 }, spec: { replicas: 'x' } }),
      'failed to create typed patch object (default/a; /v1, Kind=Thing): errors:\n  .data.a: expected string, got 1\n  .spec.replicas: expected numeric (int or float), got string',
    ],
    ['managed fields', config({}, { managedFields: [] }), 'metadata.managedFields must be nil'],
    [
      'another API version',
      { ...config({}), apiVersion: 'v2' },
      'Incorrect version specified in apply patch. Specified patch version: v2, expected: v1',
    ],
  ];
  it.each(refused)('refuses %s', (_name, applied, message) => {
    expect(failure(() => apply(undefined, applied))).toMatchObject({ code: 400, message });
  });

  it('takes numbers for quantities', () => {
    expect(apply(undefined, config({ spec: { size: 1 } })).spec).toEqual({ size: 1 });
  });

  it('gives an object without managers one before the first apply', () => {
    const live = store(config({ data: { a: '1' } }));
    const applied = apply(live, config({ data: { b: '1' } }));
    expect(owners(applied)).toEqual({
      'before-first-apply': { 'f:data': { '.': {}, 'f:a': {} } },
      one: { 'f:data': { 'f:b': {} } },
    });
    expect(failure(() => apply(live, config({ data: { a: '2' } }))).message).toContain('"before-first-apply" using v1');
  });

  it('gives no ownership of fields that the write cannot set', () => {
    const created = apply(undefined, config({ data: { a: '1' }, status: { replicas: 1 } }), {
      resetFields: [['status']],
    });
    expect(owners(created)).toEqual({ one: { 'f:data': { 'f:a': {} } } });
  });

  it('keeps strange keys ordinary', () => {
    const data = JSON.parse('{"__proto__":"1","constructor":"2"}');
    const created = store(apply(undefined, config({ data })));
    expect(JSON.stringify(created.data)).toBe('{"__proto__":"1","constructor":"2"}');
    expect(apply(created, config({ data }))).toEqual(created);
    expect(apply(created, config({})).data).toBeUndefined();
    expect(JSON.stringify(apply(created, config({ data: { b: '1' } }), { manager: 'two' }).data)).toContain(
      '__proto__',
    );
  });
});
