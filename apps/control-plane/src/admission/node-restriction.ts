// NodeRestriction: what authorization, which does not look into objects, cannot refuse a node. It creates no Node and no
// Lease but its own, and of its own Node it leaves alone what decides over others: which pods come to it, and who may
// delete it (kubernetes/plugin/pkg/admission/noderestriction; CVE-2025-5187).
import { Node } from '@gantry/api/kinds/core/node';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { StatusError } from '@gantry/api/meta/status-error';
import { jsonEqual } from '@gantry/api/schema/json-equal';
import { partAt } from '../registry/object-parts.ts';
import type { AdmissionRequest, AdmissionRule } from './admission.ts';

const prefix = 'system:node:';
const ownNamed: ReadonlySet<string> = new Set(['nodes', 'leases.coordination.k8s.io']);

/** Labels under Kubernetes' own domains that a kubelet sets (k8s.io/kubelet/pkg/apis/well_known_labels.go). */
const kubeletLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);
const kubeletLabel = /^([^/]+\.)?(kubelet|node)\.kubernetes\.io\//;
const reservedLabel = /^([^/]+\.)?(kubernetes|k8s)\.io\//;

export const nodeRestriction: AdmissionRule = {
  name: 'node-restriction',
  async admit(request) {
    const node = nodeOf(request);
    if (node === undefined || request.operation === 'DELETE') return undefined;
    if (request.operation === 'CREATE' && ownNamed.has(request.kind.resource)) refuseForeign(request, node);
    if (request.kind.resource === Node.resource) refuseChanges(request, node);
    return undefined;
  },
};

/** The name of the node that asks; undefined for other callers. */
function nodeOf({ user }: AdmissionRequest): string | undefined {
  const isNode = user.groups.includes('system:nodes') && user.name.startsWith(prefix);
  return isNode ? user.name.slice(prefix.length) : undefined;
}

function refuseForeign(request: AdmissionRequest, node: string): void {
  const { kind, name, object } = request;
  if (name.name === node && (object?.metadata.name ?? node) === node) return;
  throw refusal(request, `node ${JSON.stringify(node)} is not allowed to create the ${kind.singular} of another node`);
}

function refuseChanges(request: AdmissionRequest, node: string): void {
  const { object, old } = request;
  const refuse = (what: string) => {
    throw refusal(request, `node ${JSON.stringify(node)} is not allowed to modify ${what}`);
  };
  if (differ(object, old, 'metadata', 'ownerReferences')) refuse('ownerReferences');
  // A node that joins may bring taints along: they keep pods away, and only from itself.
  if (old && differ(object, old, 'spec', 'taints')) refuse('taints');
  const labels = changedLabels(object, old).filter((key) => reservedLabel.test(key) && !isKubeletLabel(key));
  if (labels.length > 0) refuse(`labels: ${labels.sort().join(', ')}`);
}

const differ = (left: KubeObject | undefined, right: KubeObject | undefined, ...path: string[]): boolean =>
  !jsonEqual(partAt(left ?? {}, ...path) ?? [], partAt(right ?? {}, ...path) ?? []);

function changedLabels(object: KubeObject | undefined, old: KubeObject | undefined): string[] {
  const [after, before] = [object, old].map((each) => new Map(Object.entries(each?.metadata.labels ?? {})));
  const keys = new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])]);
  return [...keys].filter((key) => after?.get(key) !== before?.get(key));
}

const isKubeletLabel = (key: string): boolean => kubeletLabels.has(key) || kubeletLabel.test(key);

function refusal({ kind, name: { name } }: AdmissionRequest, why: string): StatusError {
  return new StatusError('Forbidden', `${kind.resource} ${JSON.stringify(name)} is forbidden: ${why}`, {
    name,
    ...(kind.group !== '' && { group: kind.group }),
    kind: kind.plural,
  });
}
