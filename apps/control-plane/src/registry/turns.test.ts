import { describe, expect, it } from 'vitest';
import { turns } from './turns.ts';

const key = (name: string) => ({ resource: 'configmaps', namespace: 'n', name });

/** A write that ends when told to. */
function heldWrite(log: string[], name: string) {
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const write = async () => {
    log.push(`${name} begins`);
    await held;
    log.push(`${name} ends`);
  };
  return { write, end: () => end() };
}

describe('turns', () => {
  it('makes the writes of one object one after the other, also behind one that failed', async () => {
    const inTurn = turns();
    const log: string[] = [];
    const first = inTurn(key('a'), async () => {
      log.push('first');
      throw new Error('no');
    });
    const second = inTurn(key('a'), async () => log.push('second'));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(log).toEqual(['first', 'second']);
  });

  it('lets the writes of other objects pass', async () => {
    const inTurn = turns();
    const log: string[] = [];
    const slow = heldWrite(log, 'a');
    const held = inTurn(key('a'), slow.write);
    const waiting = inTurn(key('a'), async () => log.push('next a'));
    await inTurn(key('b'), async () => log.push('b'));
    slow.end();
    await Promise.all([held, waiting]);
    expect(log).toEqual(['a begins', 'b', 'a ends', 'next a']);
  });

  it('does not wait for ever behind one that is stuck', async () => {
    const inTurn = turns(20);
    const log: string[] = [];
    const stuck = heldWrite(log, 'a');
    const held = inTurn(key('a'), stuck.write);
    await inTurn(key('a'), async () => log.push('next a'));
    stuck.end();
    await held;
    expect(log).toEqual(['a begins', 'next a', 'a ends']);
  });
});
