import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import { Pod } from '@gantry/api/kinds/core/pod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
beforeAll(async () => {
  fixture = await startRegistry();
});
afterAll(() => fixture.stop());

const create = (namespace: string, value: unknown, changes = {}) =>
  fixture.registry.create(ConfigMap, namespace, body(value), context(changes));

describe('a new object', () => {
  it('gets its identity from the server, whatever the client said', async () => {
    const namespace = await fixture.namespace();
    const { object, created } = await create(namespace, {
      metadata: {
        name: 'a',
        uid: 'mine',
        generation: 7,
        creationTimestamp: '2000-01-01T00:00:00Z',
        deletionTimestamp: '2000-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 3,
        selfLink: '/x',
        labels: { a: 'b' },
      },
      data: { key: 'value' },
    });
    expect(created).toBe(true);
    const { managedFields: _, ...metadata } = object.metadata;
    expect({ ...object, metadata }).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'a',
        namespace,
        uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        creationTimestamp: '2026-01-02T03:04:05Z',
        resourceVersion: String(fixture.store.revision),
        labels: { a: 'b' },
      },
      data: { key: 'value' },
    });
    expect(await fixture.registry.get(ConfigMap, { namespace, name: 'a' }, {})).toBe(
      fixture.store.get({ resource: 'configmaps', namespace, name: 'a' }),
    );
  });

  it('starts at generation 1 where the kind counts generations', async () => {
    const namespace = await fixture.namespace();
    const pod = {
      metadata: { name: 'p', namespace, generation: 5 },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    };
    expect((await make(fixture, Pod, pod)).metadata.generation).toBe(1);
  });

  it('takes properties named like those of every object as what they are: data', async () => {
    const namespace = await fixture.namespace();
    const data = JSON.parse('{"__proto__":"a","constructor":"b"}');
    await create(namespace, { metadata: { name: 'a' }, data });
    const stored = await fixture.registry.get(ConfigMap, { namespace, name: 'a' }, {});
    expect(JSON.stringify(stored)).toContain('"__proto__":"a"');
    expect(Object.getPrototypeOf(Reflect.get(stored, 'data'))).toBe(Object.prototype);
  });

  it('does not touch what it was made from', async () => {
    const namespace = await fixture.namespace();
    const sent = { metadata: { name: 'a' }, data: { a: 'b' } };
    const before = structuredClone(sent);
    await create(namespace, sent);
    expect(sent).toEqual(before);
  });
});

describe('a name made by the server', () => {
  it('is the prefix and five characters that make no words', async () => {
    const namespace = await fixture.namespace();
    const { object } = await create(namespace, { metadata: { generateName: 'run-' } });
    expect(object.metadata.name).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(object.metadata.generateName).toBe('run-');
  });

  it('cuts a long prefix so that the name stays a label', async () => {
    const namespace = await fixture.namespace();
    const { object } = await create(namespace, { metadata: { generateName: 'x'.repeat(60) } });
    expect(object.metadata.name).toHaveLength(63);
  });
});

describe('what is refused', () => {
  const cases: [string, unknown, string][] = [
    [
      'a wrong type',
      { metadata: { name: 'a' }, data: { a: 1 } },
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    ],
    [
      'another version',
      { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } },
      'the API version in the data (v2) does not match the expected API version (v1)',
    ],
    [
      'another kind',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } },
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
    [
      'another namespace',
      { metadata: { name: 'a', namespace: 'elsewhere' } },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'a resourceVersion',
      { metadata: { name: 'a', resourceVersion: '1' } },
      'resourceVersion should not be set on objects to be created',
    ],
    [
      'a list in place of an object',
      [],
      "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct",
    ],
  ];
  it.each(cases)('%s', async (_, value, message) => {
    const namespace = await fixture.namespace();
    const before = fixture.store.revision;
    expect(await refusal(create(namespace, value))).toEqual(failure(400, 'BadRequest', message));
    expect(fixture.store.revision).toBe(before);
  });

  it('an object that breaks rules, with each cause', async () => {
    const namespace = await fixture.namespace();
    const status = await refusal(create(namespace, { metadata: { name: 'A_b' } }));
    expect(status).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { name: 'A_b', kind: 'ConfigMap', causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }] },
    });
    expect(status.message).toMatch(/^ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": /);
  });

  it('an object without a name', async () => {
    const namespace = await fixture.namespace();
    const message = 'Required value: name or generateName is required';
    expect(await refusal(create(namespace, { metadata: {} }))).toEqual(
      failure(422, 'Invalid', `ConfigMap "" is invalid: metadata.name: ${message}`, {
        name: '',
        kind: 'ConfigMap',
        causes: [{ reason: 'FieldValueRequired', message, field: 'metadata.name' }],
      }),
    );
  });

  it('a name that is taken', async () => {
    const namespace = await fixture.namespace();
    await create(namespace, { metadata: { name: 'a' } });
    const expected = failure(409, 'AlreadyExists', 'configmaps "a" already exists', { name: 'a', kind: 'configmaps' });
    expect(await refusal(create(namespace, { metadata: { name: 'a' } }))).toEqual(expected);
    expect(await refusal(create(namespace, { metadata: { name: 'a' } }, { dryRun: true }))).toEqual(expected);
  });

  it('a name whose object is on its way out, and says so', async () => {
    const namespace = await fixture.namespace();
    await create(namespace, { metadata: { name: 'a', finalizers: ['example.com/wait'] } });
    await fixture.registry.delete({ kind: ConfigMap, name: { namespace, name: 'a' } }, {}, context());
    expect(await refusal(create(namespace, { metadata: { name: 'a' } }))).toMatchObject({
      code: 409,
      message: 'object is being deleted: configmaps "a" already exists',
    });
  });

  it('a namespace that is not there', async () => {
    const expected = failure(404, 'NotFound', 'namespaces "nowhere" not found', {
      name: 'nowhere',
      kind: 'namespaces',
    });
    expect(await refusal(create('nowhere', { metadata: { name: 'a' } }))).toEqual(expected);
    expect(await refusal(create('nowhere', { metadata: { name: 'a' } }, { dryRun: true }))).toEqual(expected);
  });

  it('new content in a namespace that is ending', async () => {
    const namespace = await fixture.namespace();
    await fixture.registry.delete({ kind: Namespace, name: { namespace: '', name: namespace } }, {}, context());
    expect(await refusal(create(namespace, { metadata: { name: 'a' } }))).toEqual(
      failure(
        403,
        'Forbidden',
        `configmaps "a" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
        {
          name: 'a',
          kind: 'configmaps',
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${namespace} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        },
      ),
    );
  });

  it('more than may be stored', async () => {
    const namespace = await fixture.namespace();
    const annotations = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`key-${index}`, 'x'.repeat(30_000)]),
    );
    const value = { metadata: { name: 'a', annotations }, data: { a: 'x'.repeat(1024 * 1000) } };
    const finalizers = Array.from({ length: 40_000 }, (_, index) => `example.com/f${index}`);
    const oversized = { ...value, metadata: { ...value.metadata, finalizers } };
    expect(await refusal(create(namespace, oversized))).toMatchObject({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: expect.stringMatching(
        /^Request entity too large: the object takes \d+ bytes of the 1572864 that may be stored$/,
      ),
    });
  });
});

describe('unknown and repeated fields', () => {
  const value = { metadata: { name: 'a', extra: 1 }, surplus: true };
  const send = async (changes: object) => {
    const namespace = await fixture.namespace();
    return fixture.registry.create(ConfigMap, namespace, body(value, 'duplicate field "data.a"'), context(changes));
  };

  it('are refused when the request is strict', async () => {
    expect(await refusal(send({ fieldValidation: 'Strict' }))).toEqual(
      failure(
        400,
        'BadRequest',
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: ' +
          'unknown field "metadata.extra", unknown field "surplus", duplicate field "data.a"',
      ),
    );
  });

  it('are warned of when it asks for that', async () => {
    const warnings: string[] = [];
    const { object } = await send({ fieldValidation: 'Warn', warnings });
    expect(warnings).toEqual(['unknown field "metadata.extra"', 'unknown field "surplus"', 'duplicate field "data.a"']);
    expect(Object.keys(object)).not.toContain('surplus');
  });

  it('are dropped without a word when it asks for that', async () => {
    const warnings: string[] = [];
    await send({ fieldValidation: 'Ignore', warnings });
    expect(warnings).toEqual([]);
  });
});

describe('a dry run', () => {
  it('answers as if, and stores nothing', async () => {
    const namespace = await fixture.namespace();
    const before = fixture.store.revision;
    const { object } = await create(namespace, { metadata: { name: 'a' } }, { dryRun: true });
    expect(object.metadata).toMatchObject({ name: 'a', namespace, uid: expect.any(String) });
    expect(object.metadata.resourceVersion).toBeUndefined();
    expect(fixture.store.revision).toBe(before);
  });
});
