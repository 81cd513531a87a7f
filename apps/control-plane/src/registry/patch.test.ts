import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Pod } from '@gantry/api/kinds/core/pod';
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PatchType } from './registry.ts';
import {
  body,
  context,
  failure,
  make,
  type RegistryFixture,
  refusal,
  startRegistry,
} from './testing/registry-fixture.ts';

let fixture: RegistryFixture;
let namespace: string;
beforeAll(async () => {
  fixture = await startRegistry();
});
beforeEach(async () => {
  namespace = await fixture.namespace();
});
afterAll(() => fixture.stop());

interface Sent {
  kind?: KindDefinition;
  name?: string;
  subresource?: SubresourceName;
  type: PatchType;
  value: unknown;
  force?: boolean;
  duplicates?: string[];
}

const patch = (
  { kind = ConfigMap, name = 'a', subresource, type, value, force = false, duplicates = [] }: Sent,
  changes = {},
) =>
  fixture.registry.patch(
    { kind, name: { namespace, name }, ...(subresource && { subresource }) },
    { type, body: body(value, ...duplicates), force },
    context(changes),
  );

const configMap = (more: object = {}): Promise<KubeObject> =>
  make(fixture, ConfigMap, { metadata: { name: 'a', namespace }, data: { a: '1' }, ...more });

const configuration = (data: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace },
  data,
  ...more,
});

describe('a patch', () => {
  it.each([
    ['json', [{ op: 'add', path: '/data/b', value: '2' }]],
    ['merge', { data: { b: '2' } }],
    ['strategic', { data: { b: '2' } }],
  ] as const)('of type %s changes the live object', async (type, value) => {
    await configMap();
    const { object, created } = await patch({ type, value });
    expect(created).toBe(false);
    expect(object).toMatchObject({ data: { a: '1', b: '2' } });
  });

  it('that changes nothing writes nothing', async () => {
    const old = await configMap();
    const { object } = await patch({ type: 'merge', value: { data: { a: '1' } } });
    expect(object.metadata.resourceVersion).toBe(old.metadata.resourceVersion);
  });

  it('that states an old version is refused', async () => {
    const old = await configMap();
    await patch({ type: 'merge', value: { data: { b: '2' } } });
    const metadata = { resourceVersion: old.metadata.resourceVersion };
    expect(await refusal(patch({ type: 'merge', value: { metadata, data: { c: '3' } } }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });

  it('of what is not there is refused', async () => {
    expect(await refusal(patch({ type: 'merge', value: {} }))).toEqual(
      failure(404, 'NotFound', 'configmaps "a" not found', { name: 'a', kind: 'configmaps' }),
    );
  });

  it.each([
    ['name', { name: 'b' }, 'the name of the object (b) does not match the name on the URL (a)'],
    [
      'namespace',
      { namespace: 'other' },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('cannot change the %s', async (_, metadata, message) => {
    await configMap();
    expect(await refusal(patch({ type: 'merge', value: { metadata } }))).toEqual(failure(400, 'BadRequest', message));
  });

  it('with an unknown field is refused when strict, warned of or dropped when not', async () => {
    await configMap();
    const value = { surplus: 1 };
    const quoted = JSON.stringify(JSON.stringify(value));
    const message = `Invalid value: ${quoted}: strict decoding error: unknown field "surplus"`;
    expect(await refusal(patch({ type: 'merge', value }))).toEqual(
      failure(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
        name: '',
        kind: '',
        causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
      }),
    );
    const warnings: string[] = [];
    await patch({ type: 'merge', value }, { fieldValidation: 'Warn', warnings });
    expect(warnings).toEqual(['unknown field "surplus"']);
  });

  it('that makes a value of the wrong type is refused', async () => {
    await configMap();
    expect(await refusal(patch({ type: 'merge', value: { data: { a: 1 } } }))).toMatchObject({
      code: 422,
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'patch' }] },
    });
  });

  it('of the status leaves all else', async () => {
    await make(fixture, Pod, { metadata: { name: 'p', namespace }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    const value = { metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } };
    const { object } = await patch({ kind: Pod, name: 'p', subresource: 'status', type: 'strategic', value });
    expect(object).toMatchObject({ status: { phase: 'Running' } });
    expect(object.metadata.labels).toBeUndefined();
  });

  it('succeeds beside many others', async () => {
    await configMap();
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => patch({ type: 'merge', value: { data: { [key]: 'x' } } })));
    const { data } = (await fixture.registry.get(ConfigMap, { namespace, name: 'a' }, {})) as ConfigMap;
    expect(Object.keys(data ?? {})).toHaveLength(51);
  });
});

describe('server-side apply', () => {
  const apply = (value: unknown, more: Partial<Sent> = {}, changes = {}) =>
    patch({ type: 'apply', value, ...more }, { fieldManager: 'tester', ...changes });

  it('creates what is not there and records who set what', async () => {
    const { object, created } = await apply(configuration({ a: '1' }));
    expect(created).toBe(true);
    expect(object.metadata).toMatchObject({ name: 'a', namespace, uid: expect.any(String) });
    expect(object.metadata.managedFields).toEqual([
      {
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
        manager: 'tester',
        operation: 'Apply',
        time: '2026-01-02T03:04:05Z',
      },
    ]);
  });

  it('removes what its manager no longer states', async () => {
    await apply(configuration({ a: '1', b: '2' }));
    const { object, created } = await apply(configuration({ a: '1' }));
    expect(created).toBe(false);
    expect(object).toMatchObject({ data: { a: '1' } });
    expect(Reflect.get(object, 'data')).toEqual({ a: '1' });
  });

  it('of the same again writes nothing', async () => {
    const { object } = await apply(configuration({ a: '1' }));
    fixture.clock.now += 60_000;
    const again = await apply(configuration({ a: '1' }));
    expect(again.object.metadata.resourceVersion).toBe(object.metadata.resourceVersion);
    fixture.clock.now -= 60_000;
  });

  it('conflicts with another manager unless forced', async () => {
    await apply(configuration({ a: '1' }));
    expect(await refusal(apply(configuration({ a: '2' }), {}, { fieldManager: 'other' }))).toEqual(
      failure(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "tester": .data.a', {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.data.a' }],
      }),
    );
    const { object } = await apply(configuration({ a: '2' }), { force: true }, { fieldManager: 'other' });
    expect(object.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['other']);
  });

  it('needs a field manager', async () => {
    const message = 'Required value: is required for apply patch';
    expect(await refusal(apply(configuration({}), {}, { fieldManager: '' }))).toEqual(
      failure(422, 'Invalid', `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${message}`, {
        name: '',
        group: 'meta.k8s.io',
        kind: 'PatchOptions',
        causes: [{ reason: 'FieldValueRequired', message, field: 'fieldManager' }],
      }),
    );
  });

  it.each([
    [
      'another version',
      { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } },
      'Incorrect version specified in apply patch. Specified patch version: v2, expected: v1',
    ],
    [
      'another kind',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } },
      'failed to create typed patch object: no corresponding type for /v1, Kind=Secret',
    ],
    [
      'managers',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', managedFields: [] } },
      'metadata.managedFields must be nil',
    ],
    [
      'no name',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} },
      'the name of the object (a based on URL) was undeterminable: name must be provided',
    ],
  ])('of a configuration with %s is refused', async (_, value, message) => {
    expect(await refusal(apply(value))).toEqual(failure(400, 'BadRequest', message));
  });

  it('of fields stated twice is refused when strict', async () => {
    const sent = apply(configuration({ a: '1' }), { duplicates: ['duplicate field "data.a"'] });
    expect(await refusal(sent)).toEqual(
      failure(400, 'BadRequest', 'error strict decoding YAML: duplicate field "data.a"'),
    );
  });

  it('of an object that was there and is gone is refused', async () => {
    const value = configuration({}, { metadata: { name: 'a', namespace, uid: 'u' } });
    expect(await refusal(apply(value))).toEqual(
      failure(
        409,
        'Conflict',
        'Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid u, and no existing object was found',
        { name: 'a', kind: 'configmaps' },
      ),
    );
  });

  it('in a dry run creates nothing', async () => {
    const { created } = await apply(configuration({ a: '1' }), {}, { dryRun: true });
    expect(created).toBe(true);
    expect(await refusal(fixture.registry.get(ConfigMap, { namespace, name: 'a' }, {}))).toMatchObject({ code: 404 });
  });
});

describe('managed fields of an update', () => {
  it('name the manager, its time and what it changed, and stay as they are when nothing changed', async () => {
    await configMap();
    fixture.clock.now += 60_000;
    const { object } = await patch({ type: 'merge', value: { data: { b: '2' } } }, { fieldManager: 'editor' });
    fixture.clock.now -= 60_000;
    expect(object.metadata.managedFields).toEqual([
      expect.objectContaining({
        manager: 'kubectl',
        operation: 'Update',
        time: '2026-01-02T03:04:05Z',
        fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } },
      }),
      expect.objectContaining({
        manager: 'editor',
        operation: 'Update',
        time: '2026-01-02T03:05:05Z',
        fieldsV1: { 'f:data': { 'f:b': {} } },
      }),
    ]);
  });

  it('of the status are recorded apart', async () => {
    await make(fixture, Pod, { metadata: { name: 'p', namespace }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    const value = { metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } };
    const { object } = await patch(
      { kind: Pod, name: 'p', subresource: 'status', type: 'merge', value },
      { fieldManager: 'agent' },
    );
    expect(object.metadata.managedFields?.find(({ manager }) => manager === 'agent')).toMatchObject({
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:phase': {} } },
    });
  });
});
