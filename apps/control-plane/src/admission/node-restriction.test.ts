// A node makes its own Node and Lease and nobody else's; others are not concerned.

import { Lease } from '@gantry/api/kinds/coordination/lease';
import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Node } from '@gantry/api/kinds/core/node';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { expect, test } from 'vitest';
import type { AdmissionRequest } from './admission.ts';
import { nodeRestriction } from './node-restriction.ts';

const node = { name: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] };

const request = (kind: KindDefinition, name: string, changes: Partial<AdmissionRequest> = {}): AdmissionRequest => ({
  operation: 'CREATE',
  kind,
  name: { namespace: 'kube-node-lease', name },
  object: { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name } },
  user: node,
  dryRun: false,
  ...changes,
});

test.each([Node, Lease])('only its own $kind', async (kind) => {
  await expect(nodeRestriction.admit(request(kind, 'n1'))).resolves.toBe(undefined);
  await expect(nodeRestriction.admit(request(kind, 'n2'))).rejects.toMatchObject({
    code: 403,
    message: `${kind.resource} "n2" is forbidden: node "n1" is not allowed to create the ${kind.singular} of another node`,
  });
});

test('other kinds, other callers and other operations pass', async () => {
  const administrator = { name: 'kubernetes-admin', groups: ['system:masters'] };
  const passing = [
    request(ConfigMap, 'n2'),
    request(Node, 'n2', { user: administrator }),
    request(Node, 'n2', { operation: 'UPDATE' }),
  ];
  for (const one of passing) await expect(nodeRestriction.admit(one)).resolves.toBe(undefined);
});

const nodeWith = (metadata: object, spec: object = {}) => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', ...metadata } },
  spec,
});
const labelled = (key: string) => nodeWith({ labels: { [key]: 'x' } });
const owned = nodeWith({ ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'u' }] });
const tainted = nodeWith({}, { taints: [{ key: 'a', effect: 'NoSchedule' }] });
const plain = nodeWith({});
const update = (object: typeof plain, old: typeof plain) => request(Node, 'n1', { operation: 'UPDATE', object, old });

test.each([
  // Owned by nothing that exists, it would be collected: a node may not delete itself.
  ['ownerReferences', update(owned, plain)],
  ['ownerReferences', request(Node, 'n1', { object: owned })],
  ['taints', update(tainted, plain)],
  ['taints', update(plain, tainted)],
  ['labels: node-restriction.kubernetes.io/x', update(labelled('node-restriction.kubernetes.io/x'), plain)],
  ['labels: node-role.kubernetes.io/control-plane', update(plain, labelled('node-role.kubernetes.io/control-plane'))],
  ['labels: a.k8s.io/x', request(Node, 'n1', { object: labelled('a.k8s.io/x') })],
  [
    'labels: node-restriction.kubernetes.io/x',
    request(Node, 'n1', { object: labelled('node-restriction.kubernetes.io/x') }),
  ],
])('a node does not change the %s of its Node', async (what, one) => {
  const message = `nodes "n1" is forbidden: node "n1" is not allowed to modify ${what}`;
  await expect(nodeRestriction.admit(one)).rejects.toMatchObject({ code: 403, message });
});

test.each([
  ['labels of its own', update(labelled('example.com/x'), plain)],
  ['labels a kubelet sets', update(labelled('kubernetes.io/hostname'), plain)],
  ['labels under node.kubernetes.io', request(Node, 'n1', { object: labelled('node.kubernetes.io/instance-type') })],
  ['what was there before', update(tainted, tainted)],
  ['taints to begin with', request(Node, 'n1', { object: tainted })],
])('a node keeps %s', async (_, one) => {
  await expect(nodeRestriction.admit(one)).resolves.toBe(undefined);
});
