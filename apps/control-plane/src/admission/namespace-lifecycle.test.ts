import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { Namespace } from '@gantry/api/kinds/core/namespace';
import { Node } from '@gantry/api/kinds/core/node';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { StatusError } from '@gantry/api/meta/status-error';
import { describe, expect, it } from 'vitest';
import type { AdmissionRequest } from './admission.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';

const namespace = (phase: string): KubeObject => {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' }, status: { phase } };
  return object;
};

/** Asks the rule; `late` is found only after waiting. */
async function ask(request: Partial<AdmissionRequest>, found?: KubeObject, late?: KubeObject) {
  let waited = 0;
  const rule = namespaceLifecycle({
    namespace: () => (waited > 0 ? (late ?? found) : found),
    wait: async (milliseconds) => {
      waited += milliseconds;
    },
  });
  const user = { name: 'u', groups: [] };
  const whole = {
    operation: 'CREATE',
    kind: ConfigMap,
    name: { namespace: 'n', name: 'a' },
    user,
    dryRun: false,
  } as const;
  try {
    await rule.admit({ ...whole, ...request });
    return { answer: 'admitted', waited };
  } catch (error) {
    return { answer: error instanceof StatusError ? `${error.code} ${error.message}` : error, waited };
  }
}

const missing = '404 namespaces "n" not found';

describe('namespace lifecycle', () => {
  it.each([
    ['creates in an active namespace', {}, namespace('Active'), 'admitted'],
    [
      'no creates in one that is ending',
      {},
      namespace('Terminating'),
      '403 configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated',
    ],
    ['no creates without one', {}, undefined, missing],
    ['no updates without one', { operation: 'UPDATE' }, undefined, missing],
    ['updates in one that is ending', { operation: 'UPDATE' }, namespace('Terminating'), 'admitted'],
    ['deletes in one that is ending', { operation: 'DELETE' }, namespace('Terminating'), 'admitted'],
    ['deletes without one', { operation: 'DELETE' }, undefined, 'admitted'],
    ['what has no namespace', { kind: Node, name: { namespace: '', name: 'a' } }, undefined, 'admitted'],
    ['new namespaces', { kind: Namespace, name: { namespace: '', name: 'n' } }, undefined, 'admitted'],
    [
      'no delete of default',
      { operation: 'DELETE', kind: Namespace, name: { namespace: '', name: 'default' } },
      undefined,
      '403 namespaces "default" is forbidden: this namespace may not be deleted',
    ],
    [
      'the delete of kube-node-lease',
      { operation: 'DELETE', kind: Namespace, name: { namespace: '', name: 'kube-node-lease' } },
      undefined,
      'admitted',
    ],
  ] as const)('admits %s', async (...[, request, found, answer]) => {
    expect((await ask(request, found)).answer).toBe(answer);
  });

  it('waits a moment for a namespace that another replica made', async () => {
    expect(await ask({}, undefined, namespace('Active'))).toEqual({ answer: 'admitted', waited: 50 });
    expect(await ask({}, namespace('Active'))).toEqual({ answer: 'admitted', waited: 0 });
  });
});
