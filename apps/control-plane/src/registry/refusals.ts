// Answers that more than one verb gives, in Kubernetes' words.
import type { ObjectName } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { alreadyExists, invalidObject, StatusError } from '@gantry/api/meta/status-error';
import type { FieldError } from '@gantry/api/schema/field-error';

/** Name of the option type a complaint about request options is filed under. */
type OptionsKind = 'PatchOptions' | 'DeleteOptions';

/** Query parameters or delete options that break rules. */
export const invalidOptions = (kind: OptionsKind, errors: readonly FieldError[]): StatusError =>
  invalidObject({ group: 'meta.k8s.io', plural: kind, kind }, '', errors);

/** Text of the name clash; an object on its way out is said to be (apiserver's generic registry). */
export function exists(kind: KindDefinition, name: string, live: KubeObject | undefined): StatusError {
  const error = alreadyExists(kind, name);
  if (live?.metadata.deletionTimestamp === undefined) return error;
  return new StatusError('AlreadyExists', `object is being deleted: ${error.message}`, error.details);
}

/** No free name was found under a `generateName`. */
export const noUniqueName = (kind: KindDefinition, name: string): StatusError =>
  new StatusError(
    'AlreadyExists',
    `${kind.resource} "${name}" already exists, the server was not able to generate a unique name for the object`,
    { name, ...(kind.group !== '' && { group: kind.group }), kind: kind.plural, retryAfterSeconds: 1 },
  );

/** A namespace on its way out takes nothing new (apiserver/pkg/admission/plugin/namespace/lifecycle). */
export function namespaceTerminating(kind: KindDefinition, { namespace, name }: ObjectName): StatusError {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  return new StatusError('Forbidden', `${kind.resource} "${name}" is forbidden: ${why}`, {
    name,
    ...(kind.group !== '' && { group: kind.group }),
    kind: kind.plural,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}

/** An update of a kind that wants to know which version it was made from. Kubernetes names the resource here. */
export const versionMissing = (kind: KindDefinition, name: string): StatusError =>
  invalidObject({ ...kind, kind: kind.plural }, name, [
    {
      reason: 'FieldValueInvalid',
      field: 'metadata.resourceVersion',
      message: 'Invalid value: 0x0: must be specified for an update',
    },
  ]);

/** Longest stored form, as etcd's default request limit: 1.5 MiB. */
const maxBytes = 1_572_864;

/** @throws StatusError 413 when the object's JSON is longer than what may be stored */
export function refuseOversized(object: KubeObject): void {
  const bytes = Buffer.byteLength(JSON.stringify(object));
  if (bytes <= maxBytes) return;
  throw new StatusError(
    'RequestEntityTooLarge',
    `Request entity too large: the object takes ${bytes} bytes of the ${maxBytes} that may be stored`,
  );
}

/** Members and entries an object may come to by patches: a body's limit (rest/body), and as many managed fields. */
const maxValues = 20_000;

/** @throws StatusError 413 when a value has more members and entries, at all levels, than are worked on */
export function refuseSprawling(value: unknown): void {
  let left = maxValues;
  const visit = (each: unknown): void => {
    left -= 1;
    if (left < 0) {
      throw new StatusError(
        'RequestEntityTooLarge',
        `Request entity too large: it holds more than ${maxValues} values`,
      );
    }
    if (typeof each === 'object' && each !== null) for (const entry of Object.values(each)) visit(entry);
  };
  visit(value);
}
