// NodeRestriction: a node creates no Node and no Lease but its own. Their names are in the body only, where
// authorization does not look (kubernetes/plugin/pkg/admission/noderestriction).
import { StatusError } from '@gantry/api/meta/status-error';
import type { AdmissionRequest, AdmissionRule } from './admission.ts';

const prefix = 'system:node:';
const ownNamed: ReadonlySet<string> = new Set(['nodes', 'leases.coordination.k8s.io']);

export const nodeRestriction: AdmissionRule = {
  name: 'node-restriction',
  async admit(request) {
    if (request.operation === 'CREATE' && ownNamed.has(request.kind.resource)) refuseForeign(request);
    return undefined;
  },
};

function refuseForeign({ kind, name: { name }, object, user }: AdmissionRequest): void {
  if (!user.groups.includes('system:nodes') || !user.name.startsWith(prefix)) return;
  const node = user.name.slice(prefix.length);
  if (name === node && (object?.metadata.name ?? node) === node) return;
  const why = `node ${JSON.stringify(node)} is not allowed to create the ${kind.singular} of another node`;
  throw new StatusError('Forbidden', `${kind.resource} ${JSON.stringify(name)} is forbidden: ${why}`, {
    name,
    ...(kind.group !== '' && { group: kind.group }),
    kind: kind.plural,
  });
}
