import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Event } from '../kinds/core/event.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import type { KindDefinition } from '../kinds/define-kind.ts';
import type { FieldError } from '../schema/field-error.ts';
import type { ObjectMeta } from './object-meta.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './validate-object-meta.ts';

const lines = (errors: readonly FieldError[]) => errors.map(({ field, message }) => `${field}: ${message}`);
const good: ObjectMeta = { name: 'a', namespace: 'default' };
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '1' };
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

describe('metadata of a ConfigMap', () => {
  const cases: [string, ObjectMeta, string[]][] = [
    ['a name and a namespace', {}, []],
    ['no name', { name: '' }, ['metadata.name: Required value: name or generateName is required']],
    ['upper case in the name', { name: 'A' }, [`metadata.name: Invalid value: "A": ${subdomain}`]],
    ['a dash at the end of the prefix', { generateName: 'a-' }, []],
    ['dots and a dash at the end of the prefix', { generateName: 'a.-' }, []],
    ['a prefix of one dash', { generateName: '-' }, [`metadata.generateName: Invalid value: "-": ${subdomain}`]],
    ['a bad prefix', { generateName: 'Ab-' }, [`metadata.generateName: Invalid value: "Ab-": ${subdomain}`]],
    ['no namespace', { namespace: '' }, ['metadata.namespace: Required value']],
    ['a bad namespace', { namespace: 'A' }, [`metadata.namespace: Invalid value: "A": ${label}`]],
    [
      'a negative generation',
      { generation: -1 },
      ['metadata.generation: Invalid value: -1: must be greater than or equal to 0'],
    ],
    ['upper case in the prefix of an annotation', { annotations: { 'Example.com/a': 'any\nthing' } }, []],
    [
      'an annotation without a name',
      { annotations: { 'a/': '' } },
      [
        'metadata.annotations: Invalid value: "a/": name part must be non-empty',
        "metadata.annotations: Invalid value: \"a/\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    ['annotations of the largest size', { annotations: { ab: 'ä'.repeat(131071) } }, []],
    [
      'annotations one byte larger',
      { annotations: { abc: 'ä'.repeat(131071) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
    ['an owner', { ownerReferences: [{ ...owner, controller: true }, owner] }, []],
    [
      'an owner with nothing but a controller flag',
      { ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] },
      [
        'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
        'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
        'metadata.ownerReferences.name: Invalid value: "": must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
      ],
    ],
    [
      'an Event as owner',
      { ownerReferences: [{ ...owner, kind: 'Event' }] },
      [
        'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"p","uid":"1"}: /v1, Kind=Event is disallowed from being an owner',
      ],
    ],
    ['finalizers', { finalizers: ['orphan', 'example.com/a'] }, []],
    [
      'finalizers that exclude each other',
      { finalizers: ['orphan', 'foregroundDeletion'] },
      [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
    [
      'bad managedFields',
      { managedFields: [{ operation: 'Update' }, { operation: 'Create', fieldsType: 'FieldsV2', manager: '\n' }] },
      [
        'metadata.managedFields[1].operation: Invalid value: "Create": must be `Apply` or `Update`',
        'metadata.managedFields[1].fieldsType: Invalid value: "FieldsV2": must be `FieldsV1`',
        'metadata.managedFields[1].manager: Invalid value: "\\n": invalid character U+000A (at position 0)',
      ],
    ],
    [
      'a long subresource in managedFields',
      { managedFields: [{ operation: 'Apply', subresource: 'x'.repeat(257) }] },
      ['metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes'],
    ],
  ];

  test.each(cases)('%s', (_, meta, expected) => {
    expect(lines(validateObjectMeta(ConfigMap, { ...good, ...meta }))).toEqual(expected);
  });

  test('two controllers', () => {
    const ownerReferences = [
      { ...owner, controller: true },
      { ...owner, kind: 'Job', name: 'j', controller: true },
    ];
    expect(lines(validateObjectMeta(ConfigMap, { ...good, ownerReferences }))).toEqual([
      `metadata.ownerReferences: Invalid value: ${JSON.stringify(ownerReferences)}: Only one reference can have Controller set to true. Found "true" in references for Pod/p and Job/j`,
    ]);
  });
});

describe('names by the rule of the kind', () => {
  const cases: [KindDefinition, ObjectMeta, string[]][] = [
    [Namespace, { name: 'a' }, []],
    [Namespace, { name: 'a.b' }, ['metadata.name: Invalid value: "a.b": must not contain dots']],
    [Namespace, { name: 'a', namespace: 'b' }, ['metadata.namespace: Forbidden: not allowed on this type']],
    [Event, { ...good, name: 'A_b:c' }, []],
    [Event, { ...good, name: 'a/b' }, ['metadata.name: Invalid value: "a/b": may not contain \'/\'']],
    [Event, { ...good, name: '..' }, ['metadata.name: Invalid value: "..": may not be \'..\'']],
  ];

  test.each(cases)('%o %j', (kind, meta, expected) => {
    expect(lines(validateObjectMeta(kind, meta))).toEqual(expected);
  });
});

describe('a change of metadata', () => {
  const old: ObjectMeta = {
    ...good,
    uid: 'u',
    generation: 3,
    creationTimestamp: '2026-01-01T00:00:00Z',
    finalizers: ['example.com/a'],
  };
  const deleted: ObjectMeta = { ...old, deletionTimestamp: '2026-01-01T00:01:00Z', deletionGracePeriodSeconds: 30 };
  const cases: [string, { from: ObjectMeta; change: ObjectMeta }, string[]][] = [
    ['none', { from: old, change: {} }, []],
    [
      'labels and finalizers',
      { from: old, change: { labels: { a: 'b' }, finalizers: ['example.com/b'], generation: 4 } },
      [],
    ],
    ['another name', { from: old, change: { name: 'b' } }, ['metadata.name: Invalid value: "b": field is immutable']],
    ['no uid', { from: old, change: { uid: '' } }, ['metadata.uid: Invalid value: "": field is immutable']],
    [
      'another namespace',
      { from: old, change: { namespace: 'b' } },
      ['metadata.namespace: Invalid value: "b": field is immutable'],
    ],
    [
      'an earlier creation',
      { from: old, change: { creationTimestamp: '2025-01-01T00:00:00Z' } },
      ['metadata.creationTimestamp: Invalid value: "2025-01-01T00:00:00Z": field is immutable'],
    ],
    [
      'a deletion',
      { from: old, change: { deletionTimestamp: '2026-01-01T00:01:00Z', deletionGracePeriodSeconds: 0 } },
      [
        'metadata.deletionTimestamp: Invalid value: "2026-01-01T00:01:00Z": field is immutable',
        'metadata.deletionGracePeriodSeconds: Invalid value: 0: field is immutable',
      ],
    ],
    [
      'a deletion undone',
      { from: deleted, change: { deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined } },
      [
        'metadata.deletionTimestamp: Invalid value: null: field is immutable',
        'metadata.deletionGracePeriodSeconds: Invalid value: null: field is immutable',
      ],
    ],
    ['a finalizer gone while being deleted', { from: deleted, change: { finalizers: [] } }, []],
    [
      'finalizers added while being deleted',
      { from: deleted, change: { finalizers: ['example.com/a', 'z/z', 'b/"b"', 'z/z'] } },
      [
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"b/\\"b\\"", "z/z"}',
      ],
    ],
    [
      'an older generation',
      { from: old, change: { generation: 2 } },
      ['metadata.generation: Invalid value: 2: must not be decremented'],
    ],
  ];

  test.each(cases)('%s', (_, { from, change }, expected) => {
    expect(lines(validateObjectMetaUpdate(ConfigMap, { ...from, ...change }, from))).toEqual(expected);
  });
});
