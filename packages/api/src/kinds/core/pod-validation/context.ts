// What checks of one part of a pod need to know of the others.
import type { PodSpec } from '../pod-spec.ts';
import type { Volume } from '../volume.ts';

export interface SpecContext {
  spec: PodSpec;
  /** Volumes that are right in themselves, by name. */
  volumes: ReadonlyMap<string, Volume>;
  claimNames: ReadonlySet<string>;
}
