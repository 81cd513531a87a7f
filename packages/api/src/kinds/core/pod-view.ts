// A pod as its columns, class and checks see it; the kind itself stands above them in pod.ts.
import type { ObjectMeta } from '../../meta/object-meta.ts';
import type { PodSpec } from './pod-spec.ts';
import type { PodStatus } from './pod-status.ts';

export interface PodView {
  metadata: ObjectMeta;
  spec?: PodSpec | undefined;
  status?: PodStatus | undefined;
}
