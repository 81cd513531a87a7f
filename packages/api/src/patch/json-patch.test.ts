// JSON patch against the operations of RFC 6902 (its appendix A) and kube-apiserver's answers and limits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatusError } from '../meta/status-error.ts';
import { applyJsonPatch } from './json-patch.ts';

function failure(document: unknown, patch: unknown): StatusError {
  try {
    applyJsonPatch(document, patch);
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('the patch applied');
}

const applied: [string, unknown, unknown[], unknown][] = [
  ['adds a member', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
  ['adds over a member', { a: 1 }, [{ op: 'add', path: '/a', value: 2 }], { a: 2 }],
  ['inserts an element', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
  ['appends an element', { a: [1] }, [{ op: 'add', path: '/a/-', value: [2] }], { a: [1, [2]] }],
  ['appends at the length', { a: [1] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2] }],
  ['adds null', {}, [{ op: 'add', path: '/a', value: null }], { a: null }],
  ['removes a member', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
  ['removes an element', { a: [1, 2, 3] }, [{ op: 'remove', path: '/a/1' }], { a: [1, 3] }],
  ['replaces', { a: { b: 1 } }, [{ op: 'replace', path: '/a/b', value: { c: 2 } }], { a: { b: { c: 2 } } }],
  ['moves a member', { a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
  ['moves an element', { a: [1, 2, 3] }, [{ op: 'move', from: '/a/0', path: '/a/2' }], { a: [2, 3, 1] }],
  ['copies', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
  [
    'tests deeply, keys in any order',
    { a: { b: 1, c: [2] } },
    [{ op: 'test', path: '/a', value: { c: [2], b: 1 } }],
    { a: { b: 1, c: [2] } },
  ],
  ['tests an absent key for null', {}, [{ op: 'test', path: '/a', value: null }], {}],
  [
    'unescapes ~1 before ~0',
    { 'a/b': 1, '~1': 2 },
    [
      { op: 'remove', path: '/a~1b' },
      { op: 'replace', path: '/~01', value: 3 },
    ],
    { '~1': 3 },
  ],
  ['names the empty key', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
  ['replaces the whole document', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
  ['does nothing for no operations', { a: 1 }, [], { a: 1 }],
  ['ignores further members', {}, [{ op: 'add', path: '/a', value: 1, note: 'x' }], { a: 1 }],
];

const inapplicable: [string, unknown, unknown, string][] = [
  ['a failing test', { a: 1 }, { op: 'test', path: '/a', value: 2 }, 'testing value /a failed'],
  ['a test of a missing path', {}, { op: 'test', path: '/a/b', value: 1 }, 'doc is missing key: a'],
  ['a missing parent', {}, { op: 'add', path: '/a/b', value: 1 }, 'doc is missing key: a'],
  ['a parent that holds nothing', { a: 1 }, { op: 'add', path: '/a/b', value: 1 }, 'doc is missing path: /a/b'],
  ['a removal of nothing', {}, { op: 'remove', path: '/a' }, 'doc is missing key: a'],
  ['a replacement of nothing', {}, { op: 'replace', path: '/a', value: 1 }, 'doc is missing key: a'],
  ['an index past the end', { a: [] }, { op: 'add', path: '/a/1', value: 1 }, 'invalid index: 1'],
  ['an index with a leading zero', { a: [1, 2] }, { op: 'remove', path: '/a/01' }, 'invalid index: 01'],
  ['the place behind the end', { a: [1] }, { op: 'remove', path: '/a/-' }, 'invalid index: -'],
  [
    'an inherited name',
    {},
    { op: 'replace', path: '/constructor/prototype', value: 1 },
    'doc is missing key: constructor',
  ],
  ['a move into itself', { a: { b: {} } }, { op: 'move', from: '/a', path: '/a/b/c' }, 'doc is missing key: a'],
  ['a bad escape', { '~2': 1 }, { op: 'remove', path: '/~2' }, 'not a JSON pointer: ~2'],
  ['a pointer without a slash', { a: 1 }, { op: 'remove', path: 'a' }, 'not a JSON pointer: a'],
  ['an unknown operation', {}, { op: 'merge', path: '/a' }, 'unknown kind "merge"'],
  ['an operation without a path', {}, { op: 'add', value: 1 }, 'the operation has no pointer'],
  ['an operation without a value', {}, { op: 'add', path: '/a' }, 'the operation has no value'],
  ['a removal of the document', {}, { op: 'remove', path: '' }, 'the document itself cannot be removed'],
];

describe('applyJsonPatch', () => {
  it.each(applied)('%s', (_name, ...[document, patch, result]) => {
    expect(applyJsonPatch(document, patch)).toEqual(result);
  });

  it.each(inapplicable)('refuses %s as kube-apiserver does', (_name, ...[document, operation, cause]) => {
    const error = failure(document, [operation]);
    expect(error.toStatus()).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the server rejected our request due to an error in our request',
      reason: 'Invalid',
      details: {},
      code: 422,
    });
    expect(error.cause).toContain(cause);
  });

  it.each([
    [{}],
    ['x'],
    [null],
    [[1]],
    [[{ op: 1 }]],
    [[{ op: 'add', path: ['a'], value: 1 }]],
  ])('refuses the malformed patch %j with 400', (patch) => {
    expect(failure({}, patch)).toMatchObject({ code: 400, reason: 'BadRequest' });
  });

  it('takes 10,000 operations and refuses more in Kubernetes words', () => {
    const operations = Array.from({ length: 10_000 }, () => ({ op: 'add', path: '/a', value: 1 }));
    expect(applyJsonPatch({}, operations)).toEqual({ a: 1 });
    expect(failure({}, [...operations, ...operations.slice(0, 1)])).toMatchObject({
      code: 413,
      message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
  });

  it('stops copies that double the document', () => {
    const double = Array.from({ length: 40 }, (_, index) => ({ op: 'copy', from: '/a', path: `/a/${index}` }));
    expect(failure({ a: { x: 'y'.repeat(100) } }, double)).toMatchObject({ code: 422 });
  });

  it('stops a document that grows deep', () => {
    const wrap = Array.from({ length: 3000 }, () => [
      { op: 'add', path: '/b', value: {} },
      { op: 'move', from: '/a', path: '/b/a' },
      { op: 'move', from: '/b', path: '/a' },
    ]).flat();
    expect(failure({ a: {} }, wrap)).toMatchObject({ code: 400, message: 'the patch nests deeper than 1000 levels' });
  });

  it('makes __proto__ an ordinary key', () => {
    const patch = [
      { op: 'add', path: '/__proto__', value: {} },
      { op: 'add', path: '/__proto__/polluted', value: true },
      { op: 'copy', from: '/__proto__', path: '/a' },
    ];
    const result = applyJsonPatch({}, patch);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true},"a":{"polluted":true}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it('never changes the document or the patch, nor Object.prototype', () => {
    const pointer = fc
      .array(fc.constantFrom('a', 'b', '0', '-', '__proto__', 'constructor', 'prototype'), { maxLength: 3 })
      .map((keys) => keys.map((key) => `/${key}`).join(''));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: pointer,
      from: pointer,
      value: fc.jsonValue({ maxDepth: 2 }),
    });
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.array(operation, { maxLength: 6 }), (value, patch) => {
        const document = { a: value, b: [value] };
        const copies = JSON.stringify([document, patch]);
        try {
          applyJsonPatch(document, patch);
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
        expect(JSON.stringify([document, patch])).toBe(copies);
      }),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
