import { expect, test } from 'vitest';
import { StopSignals } from './stop-signals.ts';

test('a repeat within a second counts as one, a later signal forces', () => {
  let now = 0;
  const signals = new StopSignals(() => now);
  signals.receive();
  now = 999;
  signals.receive();
  expect([signals.stopping.aborted, signals.forced.aborted]).toEqual([true, false]);
  now = 1000;
  signals.receive();
  expect(signals.forced.aborted).toBe(true);
});

test('listens to SIGINT, SIGTERM and SIGHUP until told otherwise', () => {
  const before = process.listenerCount('SIGHUP');
  const deafen = new StopSignals(() => 0).listen();
  expect(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name) > 0)).toEqual([true, true, true]);
  deafen();
  expect(process.listenerCount('SIGHUP')).toBe(before);
});
