// NamespaceLifecycle: nothing is written into a namespace that is missing, nothing new into one that is ending,
// and the namespaces the cluster stands on are not deleted (apiserver/pkg/admission/plugin/namespace/lifecycle).
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { notFound, StatusError } from '@gantry/api/meta/status-error';
import { getOwn } from '@gantry/api/schema/own-property';
import { namespaceTerminating } from '../registry/refusals.ts';
import type { AdmissionRequest, AdmissionRule } from './admission.ts';

const namespaces = { group: '', plural: 'namespaces', kind: 'Namespace' };

const immortal: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Milliseconds in which another replica's new namespace may still arrive. */
const arrival = 50;

export interface NamespaceLookup {
  /** The namespace as this replica knows it. */
  namespace(name: string): KubeObject | undefined;
  wait(milliseconds: number): Promise<void>;
}

export function namespaceLifecycle(lookup: NamespaceLookup): AdmissionRule {
  return {
    name: 'namespace-lifecycle',
    async admit(request) {
      if (request.kind.resource === 'namespaces') refuseImmortal(request);
      else if (request.operation !== 'DELETE' && request.name.namespace !== '') await refuseHomeless(request, lookup);
      return undefined;
    },
  };
}

function refuseImmortal({ operation, name: { name } }: AdmissionRequest): void {
  if (operation !== 'DELETE' || !immortal.has(name)) return;
  throw new StatusError('Forbidden', `namespaces "${name}" is forbidden: this namespace may not be deleted`, {
    name,
    kind: 'namespaces',
  });
}

async function refuseHomeless(request: AdmissionRequest, lookup: NamespaceLookup): Promise<void> {
  const namespace = await find(request, lookup);
  if (!namespace) throw notFound(namespaces, request.name.namespace);
  if (request.operation === 'CREATE' && phase(namespace) === 'Terminating')
    throw namespaceTerminating(request.kind, request.name);
}

async function find(request: AdmissionRequest, lookup: NamespaceLookup): Promise<KubeObject | undefined> {
  const found = lookup.namespace(request.name.namespace);
  if (found || request.operation !== 'CREATE') return found;
  await lookup.wait(arrival);
  return lookup.namespace(request.name.namespace);
}

function phase(namespace: KubeObject): unknown {
  const status = getOwn(namespace, 'status');
  return typeof status === 'object' && status !== null ? getOwn(status, 'phase') : undefined;
}
