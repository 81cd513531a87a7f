// Holds the leader's lease and runs what only the leader may run. Everything the leader writes is fenced by the lease's
// term in the same transaction, so a leader that lost its lease without noticing writes nothing.
import type { ResourceClient } from '@gantry/api/client/resource-client';
import { Lease } from '@gantry/api/kinds/coordination/lease';
import { StatusError } from '@gantry/api/meta/status-error';
import { pause } from '@gantry/controller-kit/pause';
import type { Fence } from '@gantry/store/object-store';
import { type Candidate, firstLease, nextStep, type Observation, released } from './candidate.ts';

interface LeadershipTimes {
  /** Whole seconds a lease holds without renewal. */
  leaseDurationSeconds: number;
  /** Milliseconds between tries. */
  retryPeriod: number;
  /** Milliseconds after which a leader that cannot renew gives up; less than the lease holds. */
  renewDeadline: number;
}

/** As Kubernetes' own components stand for election. */
const usualTimes: LeadershipTimes = { leaseDurationSeconds: 15, retryPeriod: 2_000, renewDeadline: 10_000 };

export interface LeadershipOptions {
  client: ResourceClient;
  identity: string;
  isGone: (identity: string) => boolean;
  lease: { namespace: string; name: string };
  /** Runs while leading; must end soon after `signal` aborts. */
  lead: (fence: Fence, signal: AbortSignal) => Promise<void>;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  times?: LeadershipTimes;
}

/** A term: the lease is held in it; `another`: somebody else holds it; undefined: not found out. */
type Finding = number | 'another' | undefined;

/** Stands for election until `signal` aborts; then gives the lease up. */
export async function runLeadership(options: LeadershipOptions, signal: AbortSignal): Promise<void> {
  const post = new Post(options);
  while (!signal.aborted) {
    const finding = await post.holdOnce().catch((error) => {
      options.log.warn({ error: String(error) }, 'leader lease not renewed');
      return undefined;
    });
    post.followUp(finding);
    await pause(post.times.retryPeriod, signal);
  }
  await post.resign();
}

/** The leader's post as this process sees it. */
class Post {
  readonly times: LeadershipTimes;
  private readonly options: LeadershipOptions;
  private observed: Observation | undefined;
  private reign: { fence: Fence; stop: AbortController; ended: Promise<void>; renewed: number } | undefined;

  constructor(options: LeadershipOptions) {
    this.options = options;
    this.times = options.times ?? usualTimes;
  }

  /** Takes or renews the lease. */
  async holdOnce(): Promise<Finding> {
    const { client, lease: name } = this.options;
    const lease = await client.get(Lease, name).catch(missing);
    if (!lease) {
      await client.create(Lease, firstLease(name, this.candidate()));
      return 0;
    }
    const step = nextStep(this.observe(lease), this.candidate());
    if (step.type === 'wait') return 'another';
    const written = await client.update(Lease, step.lease).catch(conflicting);
    return written && step.term;
  }

  /** Starts or ends the reign as what `holdOnce` found out demands. */
  followUp(finding: Finding): void {
    const now = performance.now();
    const { renewDeadline } = this.times;
    if (this.reign && finding === this.reign.fence.term) this.reign.renewed = now;
    else if (this.reign && (finding !== undefined || now - this.reign.renewed > renewDeadline)) this.abdicate();
    if (!this.reign && typeof finding === 'number') this.begin(finding, now);
  }

  async resign(): Promise<void> {
    const { client, lease: name, log, identity } = this.options;
    const ended = this.reign?.ended;
    this.abdicate();
    await ended;
    const lease = await client.get(Lease, name).catch(() => undefined);
    if (lease?.spec?.holderIdentity !== identity) return;
    await client.update(Lease, released(lease, time())).catch((error) => {
      log.warn({ error: String(error) }, 'leader lease not given up; it runs out by itself');
    });
  }

  private begin(term: number, renewed: number): void {
    const { identity, lease, lead, log } = this.options;
    const fence = { ...lease, holder: identity, term };
    const stop = new AbortController();
    log.info({ term }, 'leading');
    const ended = lead(fence, stop.signal).catch((error) => {
      log.warn({ error: String(error) }, 'leading failed');
      this.abdicate();
    });
    this.reign = { fence, stop, ended, renewed };
  }

  private abdicate(): void {
    if (!this.reign) return;
    this.options.log.info({ term: this.reign.fence.term }, 'no longer leading');
    this.reign.stop.abort();
    this.reign = undefined;
  }

  private observe(lease: Lease): Observation {
    const known = this.observed?.lease.metadata.resourceVersion;
    if (!this.observed || known !== lease.metadata.resourceVersion) this.observed = { lease, since: performance.now() };
    return this.observed;
  }

  private candidate(): Candidate {
    const { identity, isGone } = this.options;
    const { leaseDurationSeconds } = this.times;
    const term = this.reign?.fence.term;
    return {
      identity,
      isGone,
      leaseDurationSeconds,
      now: performance.now(),
      time: time(),
      ...(term !== undefined && { term }),
    };
  }
}

/** Now, in metav1.MicroTime's form. */
const time = () => new Date().toISOString().replace('Z', '000Z');

function missing(error: unknown): undefined {
  if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
  throw error;
}

/** Another candidate was faster. */
function conflicting(error: unknown): undefined {
  if (error instanceof StatusError && error.reason === 'Conflict') return undefined;
  throw error;
}
