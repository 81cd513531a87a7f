// Bodies: duplicates found by place, depth and size bounded, YAML read as Kubernetes reads it, prototypes untouched.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BodyParser } from './parse-body.ts';
import { parseJson } from './parse-json.ts';
import { yamlToJson } from './yaml-text.ts';
import { YamlThread } from './yaml-thread.ts';

let folder: string;
let thread: YamlThread;
let parser: BodyParser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-yaml-'));
  const outfile = join(folder, 'yaml-worker.mjs');
  const entryPoints = [join(import.meta.dirname, 'yaml-worker.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  thread = new YamlThread({ entry: pathToFileURL(outfile), timeLimit: 2000 });
  parser = new BodyParser(thread);
});

afterAll(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

const json = (text: string) => parseJson(Buffer.from(text));
const yaml = (text: string) => parser.object({ bytes: Buffer.from(text), contentType: 'application/yaml' });
const limits = { depth: 500, size: 3_145_728 };
const inline = (text: string) => JSON.parse(yamlToJson(text, limits).json);

test.each([
  ['{"metadata":{"name":"a","name":"b"}}', ['duplicate field "metadata.name"']],
  ['{"a":[{"x":1},{"x":1,"y":{},"x":2}],"a":1}', ['duplicate field "a[1].x"', 'duplicate field "a"']],
  ['{"\\u0061":1,"a":2}', ['duplicate field "a"']],
  ['{"a:b":"c:d","e":":"}', []],
  ['{"__proto__":1,"__proto__":2}', ['duplicate field "__proto__"']],
  ['[[1,2],{"a":{"b":1,"b":1}}]', ['duplicate field "[1].a.b"']],
])('duplicates in %s', (text, duplicates) => {
  expect(json(text).duplicates).toEqual(duplicates);
});

test('JSON without duplicates is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(json(text)).toEqual({ value: JSON.parse(text), duplicates: [] });
    }),
  );
});

test('a repeated member anywhere is found', () => {
  const paths = fc.array(fc.constantFrom('a', 'b', 'constructor', '__proto__', 'x.y'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(paths, fc.jsonValue(), (path, value) => {
      const leaf = path.at(-1);
      const inner = `{${JSON.stringify(leaf)}:${JSON.stringify(value)},${JSON.stringify(leaf)}:1}`;
      const text = path.slice(0, -1).reduceRight((text, name) => `{${JSON.stringify(name)}:${text}}`, inner);
      expect(json(text).duplicates).toEqual([`duplicate field ${JSON.stringify(path.join('.'))}`]);
    }),
  );
});

test('nothing in a body reaches a prototype', async () => {
  const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const values = [json(hostile).value, (await yaml('__proto__: {polluted: 1}\n<<: {__proto__: {polluted: 1}}')).value];
  for (const value of values) expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Reflect.get({}, 'polluted')).toBe(undefined);
});

test('depth is bounded before anything recursive runs', () => {
  expect(() => json('['.repeat(100_000))).toThrow('the body nests deeper than 500 levels');
  expect(() => json(`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`)).toThrow('the body nests deeper than 500 levels');
  expect(json(`${'['.repeat(500)}${']'.repeat(500)}`).duplicates).toEqual([]);
  expect(json(`"${'['.repeat(1000)}"`).duplicates).toEqual([]);
});

test.each([
  ['a: yes\nb: "yes"\nc: off', { a: true, b: 'yes', c: false }],
  ['mode: 0644\nother: 0o644\nhex: 0x1F\nminus: -7', { mode: 420, other: 420, hex: 31, minus: -7 }],
  ['at: 2020-01-01T00:00:00Z\nclock: 12:30:45\nnine: 08', { at: '2020-01-01T00:00:00Z', clock: '12:30:45', nine: 8 }],
  ['a: &x {b: 1}\nc: {<<: *x, d: 2}\ne: *x', { a: { b: 1 }, c: { b: 1, d: 2 }, e: { b: 1 } }],
  ['1: a\ntrue: b\nnull: c', { 1: 'a', true: 'b', null: 'c' }],
  ['---\na: ~\n', { a: null }],
  ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
])('YAML %j', (text, value) => {
  expect(inline(text)).toEqual(value);
});

test('a duplicate key in YAML is read and complained about', async () => {
  expect(await yaml('a: 1\n"b": 2\nb: 3')).toEqual({
    value: { a: 1, b: 3 },
    duplicates: ['yaml: unmarshal errors:\n  line 3: key "b" already set in map'],
  });
});

test.each([
  ['a:\n\tb: 1', 'line 2, column 1: tab characters must not be used in indentation; indent with spaces'],
  [
    '// a comment\na: 1',
    'line 2, column 2: end of the stream or a document separator is expected; comments begin with #, not //',
  ],
  ['a: 1\n---\nb: 2', 'two documents in one request body: send one object a request'],
  ['a: .inf', 'JSON has no value for .nan and .inf'],
  ['# nothing', 'the body is empty'],
  [
    `a: &a [${'x,'.repeat(9)}x]\n${'bcdefgh'.replace(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}1]\n`)}`,
    'document contains excessive aliasing',
  ],
  ['a: &a [*a]', /nests deeper|unidentified alias|excessive aliasing/],
])('refused YAML %#', async (text, message) => {
  await expect(yaml(text)).rejects.toThrow(message);
});

test('large YAML is read in the thread while this one goes on; what takes too long is given up', async () => {
  const large = Array.from({ length: 3_000 }, (_, index) => `key${index}: ["${'a\\\\n'.repeat(150)}", b]`).join('\n');
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  expect(Object.keys((await yaml(large)).value as object)).toHaveLength(3_000);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
  const hasty = new YamlThread({ entry: pathToFileURL(join(folder, 'yaml-worker.mjs')), timeLimit: 1 });
  await expect(hasty.read(large, limits)).rejects.toThrow('takes too long');
  await expect(hasty.read(large, limits)).rejects.toThrow('takes too long');
  await hasty.close();
});

test('the thread reads one text after another', async () => {
  const large = Array.from({ length: 5000 }, (_, index) => `key${index}: a`).join('\n');
  for (let round = 0; round < 4; round += 1) {
    const begun = performance.now();
    expect(Object.keys((await yaml(large)).value as object)).toHaveLength(5000);
    expect(performance.now() - begun).toBeLessThan(3000);
    await expect(yaml(`${large}\n\tb: 1`)).rejects.toThrow('tab characters');
  }
});

test('apply bodies are YAML; JSON among them is read as JSON', async () => {
  const patch = (text: string) =>
    parser.patch({ bytes: Buffer.from(text), contentType: 'application/apply-patch+yaml; charset=utf-8' });
  expect(await patch('{"a":1,"a":2}')).toEqual({
    type: 'apply',
    body: { value: { a: 2 }, duplicates: ['duplicate field "a"'] },
  });
  expect(await patch('{a: 1}')).toEqual({ type: 'apply', body: { value: { a: 1 }, duplicates: [] } });
});
