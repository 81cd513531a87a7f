// Registry.create: a new object gets its identity, passes admission and validation, and is stored.
import { randomUUID } from 'node:crypto';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, StatusError } from '@gantry/api/meta/status-error';
import { admit } from '../admission/admission.ts';
import { decodeBody } from './decode-body.ts';
import { generateName } from './generated-name.ts';
import { keyOf, type Machinery, timestamp } from './machinery.ts';
import { recordUpdate } from './managed-fields.ts';
import { inNamespace } from './object-identity.ts';
import { withMeta } from './object-parts.ts';
import { noUniqueName } from './refusals.ts';
import type { Registry, RequestContext } from './registry.ts';
import { save } from './save.ts';
import { validateNew } from './validate-object.ts';

/** Random names tried under one prefix (generic registry's maxNameGenerationCreateAttempts). */
const nameAttempts = 8;

export const createVerb =
  (machinery: Machinery): Registry['create'] =>
  async (kind, namespace, ...[body, context]) => {
    const object = inNamespace(kind, decodeBody(kind, body, context), namespace);
    refuseVersion(object);
    return { object: await createObject(machinery, { kind, object }, context), created: true };
  };

function refuseVersion({ metadata: { resourceVersion } }: KubeObject): void {
  if (!resourceVersion || resourceVersion === '0') return;
  throw badRequest('resourceVersion should not be set on objects to be created');
}

export interface NewObject {
  kind: KindDefinition;
  /** Decoded, defaulted and in its namespace. */
  object: KubeObject;
  /** Its managedFields stand as they are (server-side apply made them). */
  fieldsRecorded?: boolean;
}

/** The rest of the way, which server-side apply shares. @throws StatusError */
export async function createObject(
  machinery: Machinery,
  made: NewObject,
  context: RequestContext,
): Promise<KubeObject> {
  const { name, generateName: prefix } = made.object.metadata;
  if (name || !prefix) return createNamed(machinery, made, context);
  let last = '';
  for (let attempt = 0; attempt < nameAttempts; attempt += 1) {
    last = generateName(prefix);
    try {
      return await createNamed(machinery, { ...made, object: withMeta(made.object, { name: last }) }, context);
    } catch (error) {
      if (!(error instanceof StatusError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
  throw noUniqueName(made.kind, last);
}

async function createNamed(machinery: Machinery, made: NewObject, context: RequestContext): Promise<KubeObject> {
  const { kind } = made;
  const { name = '', namespace = '' } = made.object.metadata;
  const admitted = await admit(machinery.admission, {
    operation: 'CREATE',
    kind,
    name: { namespace, name },
    object: withIdentity(machinery, made),
    user: context.user,
    dryRun: context.dryRun,
  });
  const admittedObject = admitted.object ?? made.object;
  const prepared = kind.prepareForCreate?.(admittedObject) ?? admittedObject;
  validateNew(kind, prepared);
  const object = made.fieldsRecorded
    ? prepared
    : recordUpdate({ kind, object: prepared, now: machinery.clock() }, context);
  return save(
    machinery.store,
    { kind, write: { type: 'create', key: keyOf(kind, { namespace, name }), object } },
    context,
  );
}

/** What only the server says of a new object; what a client said of it is dropped. */
function withIdentity({ clock }: Machinery, { kind, object }: NewObject): KubeObject {
  return withMeta(object, {
    uid: randomUUID(),
    creationTimestamp: timestamp(clock()),
    generation: kind.generation ? 1 : undefined,
    resourceVersion: undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
  });
}
