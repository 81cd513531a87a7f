// How often this disk can be waited for: no single writer commits more often than that, however fast its code is.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement } from '../measurement.ts';

/** A page of PostgreSQL's write-ahead log. */
const pageBytes = 8192;
const milliseconds = 2_000;

export async function measureDisk(folder: string): Promise<Measurement> {
  const file = await open(join(folder, 'sync'), 'w');
  const page = Buffer.alloc(pageBytes, 1);
  const started = performance.now();
  let count = 0;
  for (; performance.now() - started < milliseconds; count += 1) {
    await file.write(page, 0, pageBytes, (count % 1024) * pageBytes);
    await file.datasync();
  }
  const seconds = (performance.now() - started) / 1000;
  await file.close();
  return {
    metric: 'limit: writes of 8 KB this disk confirms, one after the other',
    unit: '1/s',
    value: count / seconds,
  };
}
