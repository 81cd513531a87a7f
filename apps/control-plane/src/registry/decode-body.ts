// First step of every write: what the client sent becomes an object of its kind, or a 400 in Kubernetes' words
// (apiserver/pkg/endpoints/handlers/rest.go, transformDecodeError).
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, invalidObject, type StatusError } from '@gantry/api/meta/status-error';
import { decode, isRecord } from '@gantry/api/schema/decode';
import { applyDefaults } from '@gantry/api/schema/defaulting';
import { invalid } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import { getOwn } from '@gantry/api/schema/own-property';
import { refuseSprawling } from './refusals.ts';
import type { ParsedBody, RequestContext } from './registry.ts';

type Validation = Pick<RequestContext, 'fieldValidation' | 'warnings'>;

/**
 * The object in a request's body, defaulted; fresh, so the caller's own.
 * @throws StatusError 400
 */
export function decodeBody<T extends KubeObject>(kind: KindDefinition<T>, body: ParsedBody, validation: Validation): T {
  const value = record(kind, body.value);
  const sent = checkType(kind, value);
  const refuse = (why: string) =>
    badRequest(`${sent} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${why}`);
  return decodeWith(kind, { value, duplicates: body.duplicates }, { validation, refuse });
}

/**
 * The object a patch made, defaulted.
 * @param patch the patch itself, shown to the client when its outcome cannot be decoded
 * @throws StatusError 413, or 422 about the field `patch`, as Kubernetes answers
 */
export function decodePatched(
  kind: KindDefinition,
  { value, patch }: { value: unknown; patch: ParsedBody },
  validation: Validation,
): KubeObject {
  const refuse = (why: string) => patchRefused(JSON.stringify(patch.value), why);
  if (!isRecord(value)) throw refuse(`cannot restore a ${kind.kind} from what is no object`);
  refuseSprawling(value);
  return decodeWith(kind, { value, duplicates: patch.duplicates }, { validation, refuse });
}

const patchRefused = (patch: string, why: string): StatusError =>
  invalidObject({ group: '', plural: '', kind: '' }, '', [invalid(FieldPath.of('patch'), patch, why)]);

interface Rules {
  validation: Validation;
  refuse(why: string): StatusError;
}

function decodeWith<T extends KubeObject>(
  kind: KindDefinition<T>,
  { value, duplicates }: { value: Record<string, unknown>; duplicates: readonly string[] },
  { validation, refuse }: Rules,
): T {
  const decoded = decode(kind.shape, value, kind.kind);
  const [error] = decoded.errors;
  if (error !== undefined) throw refuse(error);
  const complaints = [...decoded.unknown, ...duplicates];
  if (complaints.length > 0 && validation.fieldValidation === 'Strict') {
    throw refuse(`strict decoding error: ${complaints.join(', ')}`);
  }
  if (validation.fieldValidation === 'Warn') warnOnce(validation.warnings, complaints);
  return complete(kind, applyDefaults(kind.shape, decoded.value));
}

/** A patch is decoded anew each time it is retried; its warnings stay one. */
function warnOnce(warnings: string[], complaints: readonly string[]): void {
  for (const complaint of complaints) if (!warnings.includes(complaint)) warnings.push(complaint);
}

/** The route says what the object is when the object does not. */
function complete<T extends KubeObject>(kind: KindDefinition<T>, value: Record<string, unknown>): T {
  const { metadata = {} } = value;
  // `decode` has just checked the value by the schema of which T is the type.
  return { ...value, apiVersion: kind.apiVersion, kind: kind.kind, metadata } as unknown as T;
}

function record(kind: KindDefinition, value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  const type = Array.isArray(value) ? 'array' : typeof value;
  const why = `couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type struct`;
  throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): ${why}`);
}

/** @returns the kind as sent, or the route's. @throws StatusError 400 when version or kind are another's */
function checkType(kind: KindDefinition, value: Record<string, unknown>): string {
  const version = textField(kind, value, 'apiVersion') || kind.apiVersion;
  const name = textField(kind, value, 'kind') || kind.kind;
  if (version !== kind.apiVersion) {
    throw badRequest(
      `the API version in the data (${version}) does not match the expected API version (${kind.apiVersion})`,
    );
  }
  if (name === kind.kind) return name;
  const types = `(${kind.version}.${name}) to (${internalPackage(kind)}.${kind.kind})`;
  throw badRequest(
    `${name} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ` +
      `converting ${types}: unknown conversion`,
  );
}

const internalPackage = ({ group }: KindDefinition): string =>
  group === '' ? 'core' : (group.split('.', 1)[0] ?? group);

function textField(kind: KindDefinition, value: Record<string, unknown>, name: 'apiVersion' | 'kind'): string {
  const field = getOwn(value, name) ?? '';
  if (typeof field === 'string') return field;
  const why = `json: cannot unmarshal ${Array.isArray(field) ? 'array' : typeof field} into Go struct field .${name} of type string`;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why}`,
  );
}
