// A small kind and the steps of its life, for the tests of server-side apply.
import type { ManagedFieldsEntry } from '../../meta/object-meta.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { StatusError } from '../../meta/status-error.ts';
import type { JsonObject } from '../../patch/json-value.ts';
import { int32, list, map, object, quantity, ref, scalar, text } from '../../schema/field.ts';
import { objectShapeOf } from '../../schema/shape.ts';
import { updateManagedFields } from '../managed-fields.ts';
import { type ApplyWrite, serverSideApply } from '../merge.ts';

const Port = object('test.Port', 'Port.', {
  port: int32('Port.'),
  protocol: text('Protocol.', { default: 'TCP' }),
  name: text('Name.'),
});
const Container = object('test.Container', 'Container.', {
  name: text('Name.'),
  image: text('Image.'),
  args: list(scalar.text, 'Arguments.'),
  ports: list(Port, 'Ports.', { type: 'map', keys: ['port', 'protocol'] }),
  limits: map(scalar.quantity, 'Limits.'),
});
const Selector = object(
  'test.Selector',
  'Selector.',
  { matchLabels: map(scalar.text, 'Labels.') },
  { mapType: 'atomic' },
);
const Spec = object('test.Spec', 'Spec.', {
  replicas: int32('Count.'),
  size: quantity('Size.'),
  selector: ref(Selector, 'Selector.'),
  containers: list(Container, 'Containers.', { type: 'map', keys: ['name'] }),
});
export const shape = objectShapeOf(
  object('test.Thing', 'Thing.', {
    ...objectFields,
    data: map(scalar.text, 'Data.'),
    spec: ref(Spec, 'Spec.'),
    status: ref(Spec, 'Status.'),
  }),
);

export const start = Date.parse('2026-01-01T00:00:00Z');
const identity = { uid: '1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' };

/** A configuration, as somebody writes it. */
export const config = (fields: object, metadata: object = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'default', ...metadata },
  ...fields,
});

export function apply(
  live: JsonObject | undefined,
  applied: JsonObject,
  options: Partial<ApplyWrite> = {},
): JsonObject {
  const write = { shape, live, applied, manager: 'one', apiVersion: 'v1', force: false, now: start, ...options };
  return serverSideApply(write).object;
}

/** What the server adds on a create. */
export function store(object: JsonObject): JsonObject {
  return { ...object, metadata: { ...(object.metadata as object), ...identity } };
}

export function update(live: JsonObject | undefined, updated: JsonObject, manager: string): JsonObject {
  return updateManagedFields({ shape, live, updated, manager, apiVersion: 'v1', now: start });
}

export function failure(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

export const entriesOf = (object: JsonObject) =>
  (object.metadata as { managedFields?: ManagedFieldsEntry[] }).managedFields;
export const owners = (object: JsonObject) =>
  Object.fromEntries((entriesOf(object) ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
export const named = (...names: string[]) => names.map((name) => ({ name }));
export const containers = (...items: object[]) => config({ spec: { containers: items } });
export const containersOf = (object: JsonObject) => (object.spec as JsonObject).containers;
