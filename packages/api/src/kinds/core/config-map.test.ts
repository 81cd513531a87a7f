import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../schema/field-error.ts';
import { ConfigMap } from './config-map.ts';

const lines = (errors: readonly FieldError[] = []) => errors.map(({ field, message }) => `${field}: ${message}`);
const configMap = (fields: Partial<ConfigMap>): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'default' },
  ...fields,
});
const key =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

describe('a config map', () => {
  const largest = 'ä'.repeat(512 * 1024);
  const cases: [string, Partial<ConfigMap>, string[]][] = [
    ['may be empty', {}, []],
    ['has text and bytes', { data: { 'a_b-c.d': 'x' }, binaryData: { e: '//79' } }, []],
    ['has keys fit for file names', { data: { 'a b': '' } }, [`data[a b]: Invalid value: "a b": ${key}`]],
    ['so also for bytes', { binaryData: { 'a/b': '' } }, [`binaryData[a/b]: Invalid value: "a/b": ${key}`]],
    ['names no parent folder', { data: { '..': '' } }, ['data[..]: Invalid value: "..": must not be \'..\'']],
    [
      'has each key once',
      { data: { a: '' }, binaryData: { a: '' } },
      ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ],
    ['has a mebibyte at most', { data: { a: largest } }, []],
    [
      'bytes count too',
      { data: { a: largest }, binaryData: { b: 'AA==' } },
      ['[]: Too long: may not be more than 1048576 bytes'],
    ],
  ];

  test.each(cases)('%s', (_, fields, expected) => {
    expect(lines(ConfigMap.validate?.(configMap(fields)))).toEqual(expected);
  });

  test('an own key __proto__ is data like any other', () => {
    const data: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    expect(lines(ConfigMap.validate?.(configMap({ data })))).toEqual([]);
    expect(lines(ConfigMap.validate?.(configMap({ data, binaryData: {} })))).toEqual([]);
  });
});

describe('an immutable config map', () => {
  const old = configMap({ immutable: true, data: { a: '1', b: '2' } });
  const frozen = (field: string) => `${field}: Forbidden: field is immutable when \`immutable\` is set`;
  const cases: [string, Partial<ConfigMap>, string[]][] = [
    ['takes labels', { metadata: { ...old.metadata, labels: { a: 'b' } } }, []],
    ['does not mind the order of keys', { data: { b: '2', a: '1' } }, []],
    ['stays immutable', { immutable: undefined }, [frozen('immutable')]],
    ['keeps its data', { data: { a: '1' } }, [frozen('data')]],
    ['takes no bytes', { binaryData: { c: '' } }, [frozen('binaryData')]],
    ['names all that changed', { immutable: false, data: {} }, [frozen('immutable'), frozen('data')]],
  ];

  test.each(cases)('%s', (_, change, expected) => {
    expect(lines(ConfigMap.validateUpdate?.({ ...old, ...change }, old))).toEqual(expected);
  });

  test('becomes so by an update', () => {
    expect(lines(ConfigMap.validateUpdate?.(old, configMap({})))).toEqual([]);
  });
});
