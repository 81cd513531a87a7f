import { describe, expect, test, vi } from 'vitest';
import { Backoff } from './backoff.ts';
import { WorkQueue } from './work-queue.ts';

describe('a work queue', () => {
  test('hands out a key once however often it was added', async () => {
    const queue = new WorkQueue();
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
    expect(queue.size).toBe(2);
  });

  test('never hands out a key that is in work, and hands it out again when it was added meanwhile', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    let second: string | undefined;
    const taking = queue.take().then((key) => {
      second = key;
    });
    await Promise.resolve();
    expect(second).toBeUndefined();
    queue.done('a');
    await taking;
    expect(second).toBe('a');
    queue.done('a');
    expect(queue.size).toBe(0);
  });

  test('wakes who waits for a key', async () => {
    const queue = new WorkQueue();
    const taking = queue.take();
    queue.add('late');
    expect(await taking).toBe('late');
  });

  test('adds a delayed key when its time has come, and no earlier', async () => {
    vi.useFakeTimers();
    const queue = new WorkQueue();
    queue.addAfter('a', 1_000);
    queue.addAfter('a', 10);
    const taken = vi.fn();
    void queue.take().then(taken);
    await vi.advanceTimersByTimeAsync(999);
    expect(taken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(taken).toHaveBeenCalledWith('a');
    vi.useRealTimers();
  });

  test('sends everybody home when closed', async () => {
    const queue = new WorkQueue();
    const taking = queue.take();
    queue.addAfter('a', 1);
    queue.close();
    queue.add('b');
    expect(await taking).toBeUndefined();
    expect(await queue.take()).toBeUndefined();
  });
});

describe('backoff', () => {
  test('doubles from 5 ms to 1,000 s for each key by itself', () => {
    const backoff = new Backoff();
    expect([1, 2, 3].map(() => backoff.next('a'))).toEqual([5, 10, 20]);
    expect(backoff.next('b')).toBe(5);
    for (let tries = 0; tries < 30; tries += 1) backoff.next('a');
    expect(backoff.next('a')).toBe(1_000_000);
    backoff.forget('a');
    expect(backoff.next('a')).toBe(5);
  });
});
