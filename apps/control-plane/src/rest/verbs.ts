// What each verb does with a kind: reads the request, asks the registry, shapes the answer.
import type { KindDefinition, SubresourceName } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { WriteTarget } from '../registry/registry.ts';
import type { ApiCall } from './api-call.ts';
import { patchType } from './body/parse-body.ts';
import { deleteRequest } from './delete-options.ts';
import { listQuery } from './list-options.ts';
import { type Answer, jsonAnswer } from './response/answer.ts';
import { listAnswer } from './response/list-answer.ts';
import { objectAnswer } from './response/object-answer.ts';
import { objectView } from './response/view.ts';
import type { Services } from './services.ts';
import { writeContext } from './write-options.ts';

export type Handler = (call: ApiCall) => Promise<Answer | undefined>;

/** A kind, or a part of it with an address of its own. */
export interface Subject {
  kind: KindDefinition;
  subresource?: SubresourceName;
}

const nameOf = ({ namespace, name }: ApiCall) => ({ namespace, name });

const targetOf = (call: ApiCall, { kind, subresource }: Subject): WriteTarget => ({
  kind,
  name: nameOf(call),
  ...(subresource && { subresource }),
});

export const getObject =
  ({ registry }: Services, { kind }: Subject): Handler =>
  async (call) => {
    const view = objectView(call, kind);
    const resourceVersion = call.query.optional('resourceVersion');
    const object = await registry.get(kind, nameOf(call), { ...(resourceVersion && { resourceVersion }) });
    return objectAnswer(object, view);
  };

/** Lists, or watches when the query says so. */
export const listObjects =
  ({ registry, watches }: Services, { kind }: Subject): Handler =>
  async (call) => {
    if (call.query.flag('watch')) {
      await watches.watch(call, kind);
      return undefined;
    }
    const view = objectView(call, kind);
    return listAnswer(await registry.list(kind, listQuery(call)), view);
  };

export const createObject =
  ({ registry, parser }: Services, { kind }: Subject): Handler =>
  async (call) => {
    const view = objectView(call, kind);
    const context = writeContext(call, 'CreateOptions');
    const { object } = await registry.create(kind, call.namespace, await parser.object(call.body), context);
    return objectAnswer(object, view, 201);
  };

export const updateObject =
  ({ registry, parser }: Services, subject: Subject): Handler =>
  async (call) => {
    const view = objectView(call, subject.kind);
    const context = writeContext(call, 'UpdateOptions');
    const body = await parser.object(call.body);
    const { object, created } = await registry.update(targetOf(call, subject), body, context);
    return objectAnswer(object, view, created ? 201 : 200);
  };

export const patchObject =
  ({ registry, parser }: Services, subject: Subject): Handler =>
  async (call) => {
    const view = objectView(call, subject.kind);
    const apply = patchType(call.body) === 'apply';
    const context = writeContext(call, 'PatchOptions', apply);
    const patch = { ...(await parser.patch(call.body)), force: call.query.flag('force') };
    const { object, created } = await registry.patch(targetOf(call, subject), patch, context);
    return objectAnswer(object, view, created ? 201 : 200);
  };

/** Kinds whose last state is the answer to their delete (ReturnDeletedObject in kube-apiserver's registries). */
const answeredWithObject: ReadonlySet<string> = new Set(['pods', 'serviceaccounts']);

export const deleteObject =
  ({ registry, parser }: Services, subject: Subject): Handler =>
  async (call) => {
    const view = objectView(call, subject.kind);
    const context = writeContext(call, 'DeleteOptions');
    const { options, dryRun } = await deleteRequest(call, parser);
    const result = await registry.delete(targetOf(call, subject), options, {
      ...context,
      dryRun: dryRun || context.dryRun,
    });
    if (!result.gone || answeredWithObject.has(subject.kind.resource)) return objectAnswer(result.object, view);
    return jsonAnswer(deleted(subject.kind, result.object));
  };

function deleted({ group, plural }: KindDefinition, { metadata }: KubeObject): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: metadata.name, ...(group !== '' && { group }), kind: plural, uid: metadata.uid },
  };
}

export const deleteObjects =
  ({ registry, parser }: Services, { kind }: Subject): Handler =>
  async (call) => {
    const view = objectView(call, kind);
    const context = writeContext(call, 'DeleteOptions');
    const { options, dryRun } = await deleteRequest(call, parser);
    const effective = { ...context, dryRun: dryRun || context.dryRun };
    return listAnswer(await registry.deleteCollection(kind, listQuery(call), options, effective), view);
  };
