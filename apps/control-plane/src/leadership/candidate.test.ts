import type { Lease } from '@gantry/api/kinds/coordination/lease';
import { describe, expect, test } from 'vitest';
import { type Candidate, nextStep, released } from './candidate.ts';
import { isGone, processIdentity } from './process-identity.ts';

const time = '2026-01-01T00:00:10.000000Z';
const held = (spec: Lease['spec']): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'kube-system', name: 'control-plane' },
  spec: { leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z', ...spec },
});
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  identity: 'me',
  now: 100_000,
  time,
  leaseDurationSeconds: 15,
  isGone: () => false,
  ...more,
});

describe('a candidate for the lease', () => {
  test('renews what it holds, in the same term', () => {
    const step = nextStep(
      { lease: held({ holderIdentity: 'me', leaseTransitions: 4 }), since: 99_000 },
      candidate({ term: 4 }),
    );
    expect(step).toMatchObject({ type: 'write', term: 4, lease: { spec: { renewTime: time, leaseTransitions: 4 } } });
  });

  test('waits while another renews', () => {
    const lease = held({ holderIdentity: 'other', leaseTransitions: 4 });
    expect(nextStep({ lease, since: 85_001 }, candidate())).toEqual({ type: 'wait' });
  });

  test('takes a lease that has not changed for its duration, in a new term', () => {
    const lease = held({ holderIdentity: 'other', leaseTransitions: 4 });
    const step = nextStep({ lease, since: 84_999 }, candidate());
    expect(step).toMatchObject({
      type: 'write',
      term: 5,
      lease: { spec: { holderIdentity: 'me', acquireTime: time } },
    });
  });

  test('does not trust the clock of the holder: an old renewTime alone is no reason', () => {
    const lease = held({ holderIdentity: 'other', renewTime: '1999-01-01T00:00:00.000000Z' });
    expect(nextStep({ lease, since: 99_999 }, candidate()).type).toBe('wait');
  });

  test('takes at once what was given up', () => {
    const lease = released(held({ holderIdentity: 'other', leaseTransitions: 4 }), time);
    expect(nextStep({ lease, since: 100_000 }, candidate())).toMatchObject({ type: 'write', term: 5 });
  });

  test('takes at once what a dead process of this machine held', () => {
    const lease = held({ holderIdentity: 'dead', leaseTransitions: 4 });
    const step = nextStep({ lease, since: 100_000 }, candidate({ isGone: (identity) => identity === 'dead' }));
    expect(step).toMatchObject({ type: 'write', term: 5 });
  });

  test('begins a new term when its own name stands there from a time it does not remember', () => {
    const lease = held({ holderIdentity: 'me', leaseTransitions: 4 });
    expect(nextStep({ lease, since: 100_000 }, candidate()).type).toBe('wait');
    expect(nextStep({ lease, since: 0 }, candidate())).toMatchObject({ term: 5 });
  });
});

describe('a process identity', () => {
  test('tells the living from the dead of this machine, and judges no other', () => {
    const identity = processIdentity();
    expect(isGone(identity)).toBe(false);
    expect(isGone(identity.replace(/\d+$/, '1'))).toBe(true);
    expect(isGone('elsewhere_01234567_1_1')).toBe(false);
    expect(isGone('somebody')).toBe(false);
  });
});
