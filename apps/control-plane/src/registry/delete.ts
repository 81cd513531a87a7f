// Registry.delete and deleteCollection: admission, the decision of `deletion.ts`, then the store.
import type { DeleteOptions } from '@gantry/api/client/resource-client';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { notFound, StatusError } from '@gantry/api/meta/status-error';
import { notSupported } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import { admit } from '../admission/admission.ts';
import { type Deletion, decideDeletion } from './deletion.ts';
import { listVerb } from './list.ts';
import { keyOf, type Machinery } from './machinery.ts';
import { invalidOptions } from './refusals.ts';
import type { DeleteResult, Registry, RequestContext, WriteTarget } from './registry.ts';
import { retryRaces } from './retry.ts';
import { save } from './save.ts';

/** Deletes of one collection under way at once; the store makes them durable together. */
const parallel = 64;

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

interface DeleteOrder {
  target: WriteTarget;
  options: DeleteOptions;
}

export const deleteVerb =
  (machinery: Machinery): Registry['delete'] =>
  async (target, options, context) => {
    checkOptions(options);
    return deleteObject(machinery, { target, options }, context);
  };

export function deleteCollectionVerb(machinery: Machinery): Registry['deleteCollection'] {
  const list = listVerb(machinery);
  return async (kind, query, ...[options, context]) => {
    checkOptions(options);
    const page = await list(kind, query);
    const waiting = page.items.values();
    const worker = async () => {
      for (const object of waiting) await deleteListed(machinery, { target: targetOf(object), options }, context);
    };
    const targetOf = ({ metadata: { namespace = '', name = '' } }: KubeObject): WriteTarget => ({
      kind,
      name: { namespace, name },
    });
    await Promise.all(Array.from({ length: parallel }, worker));
    return page;
  };
}

/** An object that went meanwhile is what was asked for. */
async function deleteListed(machinery: Machinery, order: DeleteOrder, context: RequestContext): Promise<void> {
  try {
    await deleteObject(machinery, order, context);
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
  }
}

function checkOptions({ propagationPolicy }: DeleteOptions): void {
  if (propagationPolicy === undefined || policies.includes(propagationPolicy)) return;
  const supported = [...policies, 'nil'];
  throw invalidOptions('DeleteOptions', [
    notSupported(FieldPath.of('propagationPolicy'), propagationPolicy, supported),
  ]);
}

function deleteObject(machinery: Machinery, order: DeleteOrder, context: RequestContext): Promise<DeleteResult> {
  const { kind, name } = order.target;
  const key = keyOf(kind, name);
  return machinery.inTurn(key, () =>
    retryRaces({ kind, name: name.name }, async () => {
      const live = machinery.store.get(key);
      if (!live) throw notFound(kind, name.name);
      await admit(machinery.admission, {
        operation: 'DELETE',
        kind,
        name,
        old: live,
        user: context.user,
        dryRun: context.dryRun,
      });
      const deletion = decideDeletion({ kind, live, options: order.options, now: machinery.clock() });
      return carryOut(machinery, { order, live, deletion }, context);
    }),
  );
}

async function carryOut(
  { store }: Machinery,
  { order, live, deletion }: { order: DeleteOrder; live: KubeObject; deletion: Deletion },
  context: RequestContext,
): Promise<DeleteResult> {
  const { kind, name } = order.target;
  const key = keyOf(kind, name);
  const expected = Number(live.metadata.resourceVersion);
  switch (deletion.type) {
    case 'pending':
      return { object: live, gone: false };
    case 'remove':
      return { object: await save(store, { kind, write: { type: 'delete', key, expected } }, context), gone: true };
    case 'mark': {
      const { object } = deletion;
      return {
        object: await save(store, { kind, write: { type: 'update', key, object, expected } }, context),
        gone: false,
      };
    }
  }
}
