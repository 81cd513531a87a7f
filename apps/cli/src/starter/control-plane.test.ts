import { expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { readMessage } from './control-plane.ts';

test('reads ready and failed, and nothing else', () => {
  expect(readMessage({ type: 'ready', address: '::1', port: 1, phases: [] })).toEqual({ address: '::1', port: 1 });
  const failure = readMessage({ type: 'failed', message: 'port in use', remedy: 'take another' });
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ message: 'port in use', remedy: 'take another' });
  for (const other of [null, 'ready', { type: 'ready' }, { type: 'log' }]) expect(readMessage(other)).toBeUndefined();
});
