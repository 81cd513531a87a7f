// Bodies with many small values are refused before work is done on them.
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';
import { valueLimit } from './value-limit.ts';
import { yamlToJson } from './yaml-text.ts';

const json = (text: string) => parseJson(Buffer.from(text)).value;
const yaml = (text: string) => JSON.parse(yamlToJson(text, { depth: 500, size: 3_145_728 }).json);

test.each([
  ['JSON', () => json(`[${'{},'.repeat(valueLimit)}{}]`)],
  ['JSON of many members', () => json(`{${Array.from({ length: valueLimit + 1 }, (_, i) => `"k${i}":""`).join(',')}}`)],
  ['YAML', () => yaml(`[${'1,'.repeat(valueLimit)}1]`)],
])('%s with too many values is refused', (_, read) => {
  expect(read).toThrow('it holds more than 10000 values');
});

test('a body within the limit is read', () => {
  const list = Array.from({ length: valueLimit - 10 }, () => 1);
  expect(json(JSON.stringify(list))).toEqual(list);
  expect(yaml(JSON.stringify(list))).toEqual(list);
});
