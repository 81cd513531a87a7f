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

test('a body in pieces of one byte costs little more than its length', async () => {
  const piece = Buffer.alloc(1).fill('x');
  let most = 0;
  function* bytes(): Generator<Buffer> {
    for (let index = 0; index < 500_000; index += 1) {
      if (index % 100_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
      yield Buffer.from(piece);
    }
  }
  const before = process.memoryUsage().heapUsed;
  const body = await readBody(Readable.from(bytes(), { objectMode: false, highWaterMark: 1 }));
  expect(body).toHaveLength(500_000);
  expect(body.buffer.byteLength).toBeLessThan(2 * 1024 * 1024);
  expect(most - before).toBeLessThan(40 * 1024 * 1024);
});

test('longer than the limit is refused', async () => {
  const long = Readable.from(pieces(2, bodyLimit / 2 + 1), { objectMode: false });
  await expect(readBody(long)).rejects.toMatchObject({ code: 413 });
});
