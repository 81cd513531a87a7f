// What every verb of the registry works with; made once by `createRegistry`.
import type { ObjectName } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { ObjectKey, ObjectStore } from '@gantry/store/object-store';
import type { AdmissionRule } from '../admission/admission.ts';
import type { Snapshots } from './snapshots.ts';

export interface RegistryOptions {
  store: ObjectStore;
  kinds: readonly KindDefinition[];
  /** Milliseconds since the epoch. */
  clock: () => number;
  admission: readonly AdmissionRule[];
  /** Signs continue tokens; the same on every replica. */
  continueKey: Uint8Array;
}

export interface Machinery extends RegistryOptions {
  snapshots: Snapshots;
  /** Runs one write at a time on an object, so that writers of this replica do not race each other. */
  inTurn<T>(key: ObjectKey, write: () => Promise<T>): Promise<T>;
}

/** Where the store keeps the object. */
export const keyOf = (kind: KindDefinition, { namespace, name }: ObjectName): ObjectKey => ({
  resource: kind.resource,
  namespace: kind.scope === 'Namespaced' ? namespace : '',
  name,
});

/** RFC 3339 with whole seconds, as metav1.Time is written. */
export const timestamp = (milliseconds: number): string =>
  `${new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;
