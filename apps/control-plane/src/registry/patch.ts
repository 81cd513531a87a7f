// Registry.patch: a JSON, merge or strategic-merge patch of the live object, then the road of an update.
// Server-side apply stands in `apply-patch.ts`.
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { applyJsonPatch } from '@gantry/api/patch/json-patch';
import { applyMergePatch } from '@gantry/api/patch/merge-patch';
import { applyStrategicMerge } from '@gantry/api/patch/strategic-merge';
import { applyVerb } from './apply-patch.ts';
import { decodePatched } from './decode-body.ts';
import type { Machinery } from './machinery.ts';
import type { PatchType, Registry, WriteTarget } from './registry.ts';
import { updateObject } from './update.ts';

type Patcher = (kind: WriteTarget['kind'], live: KubeObject, patch: unknown) => unknown;

const patchers: Record<Exclude<PatchType, 'apply'>, Patcher> = {
  json: (_kind, live, patch) => applyJsonPatch(live, patch),
  merge: (_kind, live, patch) => applyMergePatch(live, patch),
  strategic: (kind, live, patch) => applyStrategicMerge(kind.shape, live, patch),
};

export function patchVerb(machinery: Machinery): Registry['patch'] {
  const apply = applyVerb(machinery);
  return async (target, request, context) => {
    if (request.type === 'apply') return apply(target, request, context);
    const patcher = patchers[request.type];
    const wanted = (live: KubeObject) => {
      const value = patcher(target.kind, live, request.body.value);
      return decodePatched(target.kind, { value, patch: request.body }, context);
    };
    return updateObject(machinery, { target, wanted }, context);
  };
}
