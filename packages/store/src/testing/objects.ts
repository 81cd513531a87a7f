// Small objects and writes for the store's tests.
import { randomUUID } from 'node:crypto';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { CommitOptions, ObjectKey, Write } from '../object-store.ts';

export type TestObject = KubeObject & { data?: Record<string, string>; spec?: Record<string, unknown> };

export const author: CommitOptions = { author: { user: 'ann', via: 'test' } };

export const namespaceKey = (name: string): ObjectKey => ({ resource: 'namespaces', namespace: '', name });

export const key = (name: string, namespace = 'default', resource = 'configmaps'): ObjectKey => ({
  resource,
  namespace,
  name,
});

export function makeObject({ namespace, name }: ObjectKey, fields: Partial<TestObject> = {}): TestObject {
  const { metadata, ...rest } = fields;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(namespace && { namespace }), uid: randomUUID(), ...metadata },
    ...rest,
  };
}

export const create = (target: ObjectKey, fields?: Partial<TestObject>): Write => ({
  type: 'create',
  key: target,
  object: makeObject(target, fields),
});

export function update(target: ObjectKey, from: KubeObject, fields: Partial<TestObject>): Write {
  const expected = Number(from.metadata.resourceVersion);
  return { type: 'update', key: target, object: { ...from, ...fields }, expected };
}

export const remove = (target: ObjectKey, from: KubeObject): Write => ({
  type: 'delete',
  key: target,
  expected: Number(from.metadata.resourceVersion),
});
