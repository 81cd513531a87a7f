import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../meta/object-meta.ts';
import { StatusError } from '../meta/status-error.ts';
import { parseFieldSelector } from './field-selector.ts';

interface Pod extends KubeObject {
  phase: string;
}
const kind = { selectableFields: { 'status.phase': ({ phase }: Pod) => phase } };
const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'a' }, phase: 'Running' };
const cluster: Pod = { ...pod, metadata: { name: 'x=1,y\\' } };

const answers: [string, Pod, boolean][] = [
  ['', pod, true],
  [',', pod, true],
  ['metadata.name=web', pod, true],
  ['metadata.name==web,metadata.namespace=a', pod, true],
  ['metadata.name!=web', pod, false],
  ['status.phase!=Succeeded,status.phase!=Failed', pod, true],
  ['status.phase=', pod, false],
  ['metadata.namespace=', cluster, true],
  ['metadata.name=x\\=1\\,y\\\\', cluster, true],
];

test.each(answers)('%j', (text, object, expected) => {
  expect(parseFieldSelector(text, kind).matches(object)).toBe(expected);
});

const errors: [string, string][] = [
  ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
  ['metadata.name=a,!', "invalid selector: 'metadata.name=a,!'; can't understand '!'"],
  ['spec.foo=a', 'field label not supported: spec.foo'],
  ['constructor=a', 'field label not supported: constructor'],
  ['=a', 'field label not supported: '],
  ['metadata.name=a=b', 'invalid field selector: unescaped character in value: 61'],
  ['metadata.name=a\\b', 'invalid field selector: invalid escape sequence: \\b'],
  ['metadata.name=a\\', 'invalid field selector: invalid escape sequence: \\'],
];

test.each(errors)('%s', (text, message) => {
  expect(() => parseFieldSelector(text, kind)).toThrow(expect.objectContaining({ reason: 'BadRequest', message }));
});

test('a kind that offers no field of its own names the two that all have', () => {
  expect(() => parseFieldSelector('spec.foo=a', {})).toThrow(
    '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  );
});

test('what was asked for can be read back', () => {
  expect(parseFieldSelector('metadata.name==a\\,b,status.phase!=x', kind).terms).toEqual([
    { field: 'metadata.name', operator: '=', value: 'a,b' },
    { field: 'status.phase', operator: '!=', value: 'x' },
  ]);
});

test('any text is read or refused with 400, in linear time', () => {
  const text = fc.string({ unit: fc.constantFrom('metadata.name', 'a', '=', '!', ',', '\\') });
  fc.assert(
    fc.property(text, (selector) => {
      try {
        parseFieldSelector(selector, kind).matches(pod);
      } catch (error) {
        expect(error).toBeInstanceOf(StatusError);
      }
    }),
  );
  const started = performance.now();
  for (const piece of ['!', '\\', 'a', '=', ',']) {
    try {
      parseFieldSelector(piece.repeat(500_000), kind);
    } catch (error) {
      expect(error).toBeInstanceOf(StatusError);
    }
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
