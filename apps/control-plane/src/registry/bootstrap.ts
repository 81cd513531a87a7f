// Namespaces that are there from the first start on (k8s.io/kubernetes/pkg/controlplane/controller/systemnamespaces).
import type { ResourceClient } from '@gantry/api/client/resource-client';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import { StatusError } from '@gantry/api/meta/status-error';

const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Creates what is missing; other replicas may do the same at the same time. @throws StatusError */
export async function ensureSystemNamespaces(client: Pick<ResourceClient, 'create' | 'get'>): Promise<void> {
  await Promise.all(systemNamespaces.map((name) => ensureNamespace(client, name)));
}

async function ensureNamespace(client: Pick<ResourceClient, 'create' | 'get'>, name: string): Promise<void> {
  try {
    await client.get(Namespace, { namespace: '', name });
    return;
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
  try {
    await client.create(Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
}

const isReason = (error: unknown, reason: StatusError['reason']): boolean =>
  error instanceof StatusError && error.reason === reason;
