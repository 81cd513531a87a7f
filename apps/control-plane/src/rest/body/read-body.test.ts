// Bodies as they come off the wire, in however many pieces.
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { bodyLimit, readBody } from './read-body.ts';

function* pieces(count: number, size: number): Generator<Buffer> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(size, index % 251);
}

test.each([
  [0, 0],
  [1, 10],
  [5, 3000],
  [4099, 1],
])('%i pieces of %i bytes make one body', async (count, size) => {
  const body = await readBody(Readable.from(pieces(count, size), { objectMode: false }));
  expect(body.equals(Buffer.concat([...pieces(count, size)]))).toBe(true);
});

test('a body in far too many pieces is given up', async () => {
  const payload = Readable.from(pieces(500_000, 1), { objectMode: false, highWaterMark: 1 });
  await expect(readBody(payload)).rejects.toMatchObject({ code: 413 });
  expect(payload.destroyed).toBe(true);
});

test('a body of many pieces takes no more memory than its length', async () => {
  const body = await readBody(Readable.from(pieces(40_000, 3), { objectMode: false }));
  expect(body).toHaveLength(120_000);
  expect(body.buffer.byteLength).toBeLessThan(1024 * 1024);
});

test('longer than the limit is refused', async () => {
  const long = Readable.from(pieces(2, bodyLimit / 2 + 1), { objectMode: false });
  await expect(readBody(long)).rejects.toMatchObject({ code: 413 });
});
