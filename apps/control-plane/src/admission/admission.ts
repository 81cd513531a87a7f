// What stands between a decoded object and its validation: rules that may reshape or refuse a write.
// Called by the registry for every create, update and delete.
import type { ObjectName } from '@gantry/api/client/resource-client';
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { UserInfo } from '../registry/registry.ts';

/** One write, as admission sees it. */
export interface AdmissionRequest {
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  kind: KindDefinition;
  name: ObjectName;
  subresource?: SubresourceName;
  /** What would be stored; absent for DELETE. */
  object?: KubeObject;
  /** What is stored now; absent for CREATE. */
  old?: KubeObject;
  user: UserInfo;
  dryRun: boolean;
}

export interface AdmissionRule {
  /** Kebab-case, as in `admission/<name>.ts`. */
  name: string;
  /**
   * Refuses by throwing `StatusError`.
   * @returns the object reshaped (a new one), or undefined to leave it as it is
   */
  admit(request: AdmissionRequest): Promise<KubeObject | undefined>;
}

/** Asks each rule in turn; a later one sees what the earlier ones made of the object. */
export async function admit(rules: readonly AdmissionRule[], request: AdmissionRequest): Promise<AdmissionRequest> {
  let seen = request;
  for (const rule of rules) {
    const object = await rule.admit(seen);
    if (object) seen = { ...seen, object };
  }
  return seen;
}
