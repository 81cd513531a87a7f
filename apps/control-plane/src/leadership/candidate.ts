// What a candidate for the leader's lease should do next: pure, as client-go's leaderelection decides it.
// Times of other machines are never compared with ours: a lease is stale when it has not changed for its duration here.
import type { Lease } from '@gantry/api/kinds/coordination/lease';

export interface Observation {
  lease: Lease;
  /** Monotonic milliseconds when this version of the lease was first seen. */
  since: number;
}

export interface Candidate {
  identity: string;
  /** Monotonic milliseconds. */
  now: number;
  /** RFC 3339 with microseconds. */
  time: string;
  leaseDurationSeconds: number;
  isGone: (identity: string) => boolean;
  /** Term this process leads in, while it does. */
  term?: number;
}

/** `lease`: write this to hold or renew; `wait`: somebody else leads. */
export type Step = { type: 'write'; lease: Lease; term: number } | { type: 'wait' };

export function nextStep({ lease, since }: Observation, candidate: Candidate): Step {
  const { identity, now, time, leaseDurationSeconds } = candidate;
  const spec = lease.spec ?? {};
  const transitions = spec.leaseTransitions ?? 0;
  const renewed = { ...spec, holderIdentity: identity, leaseDurationSeconds, renewTime: time };
  if (spec.holderIdentity === identity && candidate.term === transitions) {
    return { type: 'write', term: transitions, lease: { ...lease, spec: renewed } };
  }
  const duration = (spec.leaseDurationSeconds ?? leaseDurationSeconds) * 1000;
  const free = !spec.holderIdentity || candidate.isGone(spec.holderIdentity) || now - since > duration;
  if (!free) return { type: 'wait' };
  const taken = { ...renewed, acquireTime: time, leaseTransitions: transitions + 1 };
  return { type: 'write', term: transitions + 1, lease: { ...lease, spec: taken } };
}

/** The lease as the first candidate of a cluster makes it. */
export function firstLease(name: { namespace: string; name: string }, candidate: Candidate): Lease {
  const { identity, time, leaseDurationSeconds } = candidate;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: name,
    spec: { holderIdentity: identity, leaseDurationSeconds, acquireTime: time, renewTime: time, leaseTransitions: 0 },
  };
}

/** The lease given up by its holder: anyone may take it at once. */
export function released(lease: Lease, time: string): Lease {
  return { ...lease, spec: { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: time } };
}
