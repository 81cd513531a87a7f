// What goes on behind the API: compaction in every replica, controllers in the one that leads.

import type { ResourceClient } from '@gantry/api/client/resource-client';
import { runControllers } from '@gantry/controller-kit/runner';
import type { Fence, ObjectStore } from '@gantry/store/object-store';
import { controllers } from './controllers/index.ts';
import { runLeadership } from './leadership/leadership.ts';
import { isGone, processIdentity } from './leadership/process-identity.ts';
import type { Logger } from './logger.ts';

/** Milliseconds. */
const compactionInterval = 5 * 60_000;
const leaderLease = { namespace: 'kube-system', name: 'control-plane' };

export interface BackgroundOptions {
  store: ObjectStore;
  /** A client under the name given; its writes are fenced when a fence is. */
  clientFor: (name: string, fence?: Fence) => ResourceClient;
  log: Logger;
}

/** Starts it all. @returns stops it; resolves when nothing is under way any more and the lease is given up */
export function startBackground({ store, clientFor, log }: BackgroundOptions): { stop(): Promise<void> } {
  const ending = new AbortController();
  const compaction = setInterval(() => {
    store.compact().catch((error) => log.warn({ error: String(error) }, 'compaction failed, retrying later'));
  }, compactionInterval);
  const running = runLeadership(
    {
      client: clientFor('leadership'),
      identity: processIdentity(),
      isGone,
      lease: leaderLease,
      log,
      lead: (fence, signal) =>
        runControllers(
          {
            controllers,
            clientFor: (name) => clientFor(name, fence),
            informerClient: clientFor('controllers'),
            now: Date.now,
            log,
          },
          signal,
        ),
    },
    ending.signal,
  );
  return {
    stop: async () => {
      clearInterval(compaction);
      ending.abort();
      await running;
    },
  };
}
