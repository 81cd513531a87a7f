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
