// The list of admission rules, in the order they are asked.
import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectStore } from '@gantry/store/object-store';
import type { AdmissionRule } from './admission.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeRestriction } from './node-restriction.ts';

/** All rules, reading what they need from the store. */
export function admissionRules(store: Pick<ObjectStore, 'get'>): readonly AdmissionRule[] {
  return [
    namespaceLifecycle({
      namespace: (name) => store.get({ resource: 'namespaces', namespace: '', name }),
      wait: (milliseconds) => wait(milliseconds),
    }),
    nodeRestriction,
  ];
}
