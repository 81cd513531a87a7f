// Server-side apply: merges a manager's configuration into the live object, or creates it (KEP-555).
import { serverSideApply } from '@gantry/api/apply/merge';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, conflict, StatusError } from '@gantry/api/meta/status-error';
import { isRecord } from '@gantry/api/schema/decode';
import { createObject } from './create.ts';
import { decodePatched } from './decode-body.ts';
import { requireFieldManager } from './field-manager.ts';
import { keyOf, type Machinery } from './machinery.ts';
import { writerOf } from './managed-fields.ts';
import { asAddressed } from './object-identity.ts';
import { partAt } from './object-parts.ts';
import type { PatchRequest, Registry, RequestContext, WriteResult, WriteTarget } from './registry.ts';
import { updateObject } from './update.ts';

export const applyVerb =
  (machinery: Machinery): Registry['patch'] =>
  async (target, request, context) => {
    const manager = requireFieldManager(context);
    const applied = configuration(target, request);
    checkDuplicates(request, context);
    const wanted = (live?: KubeObject): KubeObject => {
      const writer = writerOf({ ...target, now: machinery.clock() }, manager);
      const { object } = serverSideApply({
        ...writer,
        shape: target.kind.shape,
        live,
        applied,
        force: request.force,
      });
      // What the configuration says was checked by the merge; a live object may hold what only newer schemas know.
      const patch = { value: applied, duplicates: [] };
      return decodePatched(target.kind, { value: object, patch }, { ...context, fieldValidation: 'Ignore' });
    };
    return createOrUpdate(machinery, { target, wanted }, context);
  };

/** The body, an object of the route's kind. @throws StatusError 400 */
function configuration({ kind }: WriteTarget, { body: { value } }: PatchRequest): Record<string, unknown> {
  if (!isRecord(value)) throw badRequest('error decoding YAML: the configuration is no object');
  if (value.kind === kind.kind) return value;
  const type = `${kind.group}/${kind.version}, Kind=${typeof value.kind === 'string' ? value.kind : ''}`;
  throw badRequest(`failed to create typed patch object: no corresponding type for ${type}`);
}

function checkDuplicates({ body: { duplicates } }: PatchRequest, { fieldValidation, warnings }: RequestContext): void {
  if (duplicates.length === 0) return;
  if (fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: ${duplicates.join(', ')}`);
  if (fieldValidation === 'Warn') warnings.push(...duplicates);
}

interface ApplyOrder {
  target: WriteTarget;
  wanted(live?: KubeObject): KubeObject;
}

async function createOrUpdate(machinery: Machinery, order: ApplyOrder, context: RequestContext): Promise<WriteResult> {
  const { target } = order;
  const update = () => updateObject(machinery, { ...order, fieldsRecorded: true }, context);
  if (target.subresource || machinery.store.get(keyOf(target.kind, target.name))) return update();
  try {
    return { object: await create(machinery, order, context), created: true };
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'AlreadyExists') return update();
    throw error;
  }
}

function create(machinery: Machinery, { target, wanted }: ApplyOrder, context: RequestContext): Promise<KubeObject> {
  const { kind, name } = target;
  const object = asAddressed(target, wanted());
  const uid = partAt(object, 'metadata', 'uid');
  if (uid) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(kind, name.name, why);
  }
  return createObject(machinery, { kind, object, fieldsRecorded: true }, context);
}
