// Server-side apply: Kubernetes' "Server-Side Apply" page, KEP-555, and the behaviours structured-merge-diff tests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManagedFieldsEntry } from '../meta/object-meta.ts';
import { objectFields } from '../meta/object-meta.ts';
import { StatusError } from '../meta/status-error.ts';
import type { JsonObject } from '../patch/json-value.ts';
import { int32, list, map, object, quantity, ref, scalar, text } from '../schema/field.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { updateManagedFields } from './managed-fields.ts';
import { type ApplyWrite, serverSideApply } from './merge.ts';

const Port = object('test.Port', 'Port.', {
  port: int32('Port.'),
  protocol: text('Protocol.', { default: 'TCP' }),
  name: text('Name.'),
});
const Container = object('test.Container', 'Container.', {
  name: text('Name.'),
  image: text('Image.'),
  args: list(scalar.text, 'Arguments.'),
  ports: list(Port, 'Ports.', { type: 'map', keys: ['port', 'protocol'] }),
  limits: map(scalar.quantity, 'Limits.'),
});
const Selector = object(
  'test.Selector',
  'Selector.',
  { matchLabels: map(scalar.text, 'Labels.') },
  { mapType: 'atomic' },
);
const Spec = object('test.Spec', 'Spec.', {
  replicas: int32('Count.'),
  size: quantity('Size.'),
  selector: ref(Selector, 'Selector.'),
  containers: list(Container, 'Containers.', { type: 'map', keys: ['name'] }),
});
const shape = objectShapeOf(
  object('test.Thing', 'Thing.', {
    ...objectFields,
    data: map(scalar.text, 'Data.'),
    spec: ref(Spec, 'Spec.'),
    status: ref(Spec, 'Status.'),
  }),
);

const start = Date.parse('2026-01-01T00:00:00Z');
const identity = { uid: '1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' };

/** A configuration, as somebody writes it. */
const config = (fields: object, metadata: object = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'default', ...metadata },
  ...fields,
});

function apply(live: JsonObject | undefined, applied: JsonObject, options: Partial<ApplyWrite> = {}): JsonObject {
  const write = { shape, live, applied, manager: 'one', apiVersion: 'v1', force: false, now: start, ...options };
  return serverSideApply(write).object;
}

/** What the server adds on a create. */
function store(object: JsonObject): JsonObject {
  return { ...object, metadata: { ...(object.metadata as object), ...identity } };
}

function update(live: JsonObject | undefined, updated: JsonObject, manager: string): JsonObject {
  return updateManagedFields({ shape, live, updated, manager, apiVersion: 'v1', now: start });
}

function failure(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

const entriesOf = (object: JsonObject) => (object.metadata as { managedFields?: ManagedFieldsEntry[] }).managedFields;
const owners = (object: JsonObject) =>
  Object.fromEntries((entriesOf(object) ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
const named = (...names: string[]) => names.map((name) => ({ name }));
const containers = (...items: object[]) => config({ spec: { containers: items } });
const containersOf = (object: JsonObject) => (object.spec as JsonObject).containers;

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

describe('from client-side to server-side apply', () => {
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  const lastApplied = (fields: object) => `${JSON.stringify(config(fields))}\n`;
  const clientApplied = (fields: object) => {
    const annotations = { [annotation]: lastApplied(fields) };
    return store(update(undefined, config(fields, { annotations }), 'kubectl-client-side-apply'));
  };
  const annotationsOf = (object: JsonObject) =>
    (object.metadata as { annotations: Record<string, string> }).annotations;

  it('lets kubectl take over what its annotation shows it set', () => {
    const live = clientApplied({ data: { a: '1' } });
    const applied = apply(live, config({ data: { a: '2' } }), { manager: 'kubectl' });
    expect(applied.data).toEqual({ a: '2' });
    expect(owners(applied).kubectl).toEqual({ 'f:data': { 'f:a': {} } });
    expect(failure(() => apply(live, config({ data: { a: '2' } }), { manager: 'helm' })).code).toBe(409);
  });

  it('still protects what others changed since', () => {
    const edited = update(
      clientApplied({ data: { a: '1' } }),
      { ...clientApplied({ data: { a: '1' } }), data: { a: '9' } },
      'kubectl-edit',
    );
    const error = failure(() => apply(edited, config({ data: { a: '2' } }), { manager: 'kubectl' }));
    expect(error.message).toBe('Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.a');
  });

  it('keeps the annotation up to date for kubectl, without owning it', () => {
    const applied = apply(clientApplied({ data: { a: '1' } }), config({ data: { a: '2' } }), { manager: 'kubectl' });
    expect(annotationsOf(applied)[annotation]).toBe(
      '{"apiVersion":"v1","data":{"a":"2"},"kind":"Thing","metadata":{"name":"a","namespace":"default"}}\n',
    );
    expect(JSON.stringify(owners(applied).kubectl)).not.toContain('annotations');
    expect(apply(store(applied), config({ data: { a: '2' } }), { manager: 'kubectl' })).toEqual(store(applied));
    expect(apply(undefined, config({ data: { a: '2' } }), { manager: 'kubectl' }).metadata).not.toHaveProperty(
      'annotations',
    );
  });

  it('keeps the annotation alive through kubectl-last-applied', () => {
    const live = clientApplied({ data: { a: '1' } });
    const text = annotationsOf(live)[annotation];
    const kept = apply(live, config({}, { annotations: { [annotation]: text } }), { manager: 'kubectl-last-applied' });
    expect(owners(kept)['kubectl-last-applied']).toEqual({
      'f:metadata': { 'f:annotations': { [`f:${annotation}`]: {} } },
    });
    expect(kept.data).toEqual(live.data);
  });
});

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
