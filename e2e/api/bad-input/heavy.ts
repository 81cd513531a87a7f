// Requests made to exhaust the server; a neighbour must not notice them.
import { type BadInput, jsonPatch, yaml } from './bad-input.ts';

const bad = { code: 400, reason: 'BadRequest' };
const tooLarge = {
  code: 413,
  reason: 'RequestEntityTooLarge',
  message: 'Request entity too large: limit is 3145728',
};
const deep = 100_000;
const megabyte = 1024 * 1024;

/** Ten levels of ten aliases each: 10¹⁰ texts. */
const bomb = [
  'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
  ...Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(',')}]`,
  ),
  '',
].join('\n');

const operations = (count: number): string => `[${Array(count).fill('{"op":"test","path":""}').join(',')}]`;

/** Each copy takes in all copies before it. */
const doubling = JSON.stringify(
  Array.from({ length: 40 }, (_, index) => ({ op: 'copy', from: '', path: `/x${index}` })),
);

export const heavy: readonly BadInput[] = [
  {
    name: '10 MB of YAML',
    path: ':/configmaps',
    type: yaml,
    body: `metadata: {name: bad}\ndata:\n${'  a: xxxxxxxxxxxxxxxxxxxx\n'.repeat((10 * megabyte) / 25)}`,
    ...tooLarge,
  },
  {
    name: '3 MB of YAML, just allowed',
    path: ':/configmaps',
    type: yaml,
    body: `metadata: {name: bad}\ndata: [${'{},'.repeat(megabyte - 100)}]`,
    ...bad,
    message: /^(yaml parse error|ConfigMap in version "v1" cannot be handled)/,
  },
  {
    name: 'an alias bomb',
    path: ':/configmaps',
    type: yaml,
    body: bomb,
    ...bad,
    message: 'yaml parse error: document contains excessive aliasing',
  },
  {
    name: 'JSON 10⁵ levels deep',
    path: ':/configmaps',
    body: `{"data":${'['.repeat(deep)}${']'.repeat(deep)}}`,
    ...bad,
    message: 'the body nests deeper than 500 levels',
  },
  {
    name: 'YAML 10⁵ levels deep',
    path: ':/configmaps',
    type: yaml,
    body: `data: ${'['.repeat(deep)}${']'.repeat(deep)}\n`,
    ...bad,
    message: /^yaml parse error: .*(nest|deep|depth)/,
  },
  {
    name: '10⁶ operations of a JSON patch',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: operations(1e6),
    ...tooLarge,
  },
  {
    name: '10⁵ operations of a JSON patch',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: operations(1e5),
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 100000',
  },
  {
    name: 'a JSON patch that doubles the object forty times',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: doubling,
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  {
    name: 'a label selector of 5,000 requirements that is wrong at its end',
    method: 'GET',
    path: `:/configmaps?labelSelector=${'a,'.repeat(5000)}((`,
    ...bad,
    message: "found '(', expected: identifier after ','",
  },
  {
    name: 'a name of 200 KB',
    path: ':/configmaps',
    body: JSON.stringify({ metadata: { name: `${'a.'.repeat(100_000)}-` } }),
    code: 422,
    reason: 'Invalid',
    message: /^ConfigMap "a\.a\./,
  },
];
