import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../schema/field-error.ts';
import { Event } from './event.ts';

const lines = (errors: readonly FieldError[] = []) => errors.map(({ field, message }) => `${field}: ${message}`);
const event = (fields: Partial<Event>): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'default' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' },
  ...fields,
});
const now = Date.parse('2026-01-01T01:00:00Z');
const cells = (object: Event) =>
  Object.fromEntries(Event.columns?.map(({ name, cell }) => [name, cell(object, now)]) ?? []);

describe('kubectl get events', () => {
  test('has kubectl’s columns', () => {
    expect(Event.columns?.map(({ name, priority = 0 }) => `${name} ${priority}`)).toEqual([
      'Last Seen 0',
      'Type 0',
      'Reason 0',
      'Object 0',
      'Subobject 1',
      'Source 1',
      'Message 0',
      'First Seen 1',
      'Count 1',
      'Name 1',
    ]);
  });

  const cases: [string, Partial<Event>, Record<string, unknown>][] = [
    [
      'the older form',
      {
        type: 'Warning',
        reason: 'BackOff',
        message: ' Back-off\n',
        involvedObject: { kind: 'Pod', name: 'p', fieldPath: 'spec.containers{c}' },
        source: { component: 'kubelet', host: 'n' },
        firstTimestamp: '2026-01-01T00:00:00Z',
        lastTimestamp: '2026-01-01T00:59:00Z',
        count: 7,
      },
      {
        'Last Seen': '60s',
        Type: 'Warning',
        Reason: 'BackOff',
        Object: 'pod/p',
        Subobject: 'spec.containers{c}',
        Source: 'kubelet, n',
        Message: 'Back-off',
        'First Seen': '60m',
        Count: 7,
        Name: 'e',
      },
    ],
    [
      'the newer form, single',
      { eventTime: '2026-01-01T00:59:30.000000Z', reportingComponent: 'c', reportingInstance: 'i' },
      { 'Last Seen': '30s', 'First Seen': '30s', Count: 1, Source: 'c, i' },
    ],
    [
      'the newer form, a series',
      {
        eventTime: '2026-01-01T00:00:00.000000Z',
        series: { count: 3, lastObservedTime: '2026-01-01T00:59:50.000000Z' },
      },
      { 'Last Seen': '10s', 'First Seen': '60m', Count: 3 },
    ],
    [
      'next to nothing',
      { involvedObject: { kind: 'Node' } },
      { 'Last Seen': '<unknown>', 'First Seen': '<unknown>', Object: 'node', Source: '', Message: '', Count: 1 },
    ],
  ];

  test.each(cases)('%s', (_, fields, expected) => {
    expect(cells(event(fields))).toMatchObject(expected);
  });
});

describe('namespaces agree', () => {
  const mismatch = (namespace: string) =>
    `involvedObject.namespace: Invalid value: "${namespace}": does not match event.namespace`;
  const eventTime = '2026-01-01T00:00:00.000000Z';
  const newer = { eventTime, reportingComponent: 'c', reportingInstance: 'i', action: 'a', reason: 'r' };
  const cases: [string, { namespace: string; about: string; fields?: Partial<Event> }, string[]][] = [
    ['both the same', { namespace: 'a', about: 'a' }, []],
    ['another', { namespace: 'a', about: 'b' }, [mismatch('b')]],
    ['cluster-wide in default', { namespace: 'default', about: '' }, []],
    ['cluster-wide elsewhere', { namespace: 'kube-system', about: '' }, [mismatch('')]],
    ['newer, cluster-wide in kube-system', { namespace: 'kube-system', about: '', fields: newer }, []],
    ['newer, cluster-wide elsewhere', { namespace: 'a', about: '', fields: newer }, [mismatch('')]],
  ];

  test.each(cases)('%s', (_, { namespace, about, fields }, expected) => {
    const object = event({ metadata: { name: 'e', namespace }, involvedObject: { namespace: about }, ...fields });
    expect(lines(Event.validate?.(object))).toEqual(expected);
  });
});

test('the newer form states who and what', () => {
  expect(lines(Event.validate?.(event({ eventTime: '2026-01-01T00:00:00.000000Z', reason: 'r'.repeat(129) })))).toEqual(
    [
      'reportingController: Required value',
      expect.stringMatching(/^reportingController: Invalid value: "": name part must be non-empty$/),
      expect.stringMatching(/^reportingController: Invalid value: "": name part must consist of /),
      'reportingInstance: Required value',
      'action: Required value',
      'reason: Invalid value: "": can have at most 128 characters',
    ],
  );
});

test('what is missing altogether does not break the check', () => {
  const { involvedObject: _, ...rest } = event({});
  expect(() => Event.validate?.(JSON.parse(JSON.stringify(rest)))).not.toThrow();
});

test('field selectors', () => {
  const read = (field: string, fields: Partial<Event>) => Event.selectableFields?.[field]?.(event(fields));
  expect(Object.keys(Event.selectableFields ?? {})).toEqual([
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
      (field) => `involvedObject.${field}`,
    ),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ]);
  expect(read('involvedObject.name', {})).toBe('p');
  expect(read('source', { reportingComponent: 'c' })).toBe('c');
  expect(read('source', { reportingComponent: 'c', source: { component: 'd' } })).toBe('d');
  expect(read('type', {})).toBe('');
});
