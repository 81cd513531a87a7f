// Empties a namespace that is being deleted, then lets it go (k8s.io/kubernetes/pkg/controller/namespace/deletion).
// A key is the name of a namespace.

import { Namespace, namespaceFinalizer } from '@gantry/api/kinds/core/namespace';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import type { Change, Controller, Plan, Reads } from '@gantry/controller-kit/controller';
import { deletion, isDeleting, type Owned } from './ownership.ts';

export interface NamespaceView {
  namespace: Namespace;
  /** Everything that is still in it. */
  contents: readonly Owned[];
  /** RFC 3339, for conditions that change. */
  now: string;
}

type NamespaceCondition = NonNullable<NonNullable<Namespace['status']>['conditions']>[number];

/** @param kinds every kind; what is namespaced is deleted with its namespace */
export function namespaceController(kinds: readonly KindDefinition[]): Controller<NamespaceView> {
  const namespaced = kinds.filter(({ scope }) => scope === 'Namespaced');
  return {
    name: 'namespace-controller',
    watches: [
      { kind: Namespace, keys: ({ metadata }) => [metadata.name ?? ''] },
      ...namespaced.map((kind) => ({
        kind,
        // Nothing new gets into an ending namespace: what matters is how its contents go.
        keys: (object: KubeObject, gone: boolean) =>
          gone || isDeleting(object) ? [object.metadata.namespace ?? ''] : [],
      })),
    ],
    view: (name, reads) => viewOf(name, namespaced, reads),
    plan,
  };
}

async function viewOf(
  name: string,
  namespaced: readonly KindDefinition[],
  reads: Reads,
): Promise<NamespaceView | undefined> {
  const cached = reads.cached(Namespace).get({ namespace: '', name });
  if (!cached || !isDeleting(cached)) return undefined;
  // The last word on emptiness is not the cache's: an object it has not seen would outlive its namespace.
  const namespace = await reads.live(Namespace, { namespace: '', name });
  if (!namespace || !isDeleting(namespace)) return undefined;
  const lists = await Promise.all(
    namespaced.map(async (kind) => (await reads.liveList(kind, name)).map((object) => ({ kind, object }))),
  );
  return { namespace, contents: lists.flat(), now: new Date(reads.now).toISOString().replace(/\.\d+Z$/, 'Z') };
}

function plan({ namespace, contents, now }: NamespaceView): Plan {
  if (contents.length === 0) return { changes: release(namespace) };
  const deletions = contents.filter(({ object }) => !isDeleting(object)).map((owned) => deletion(owned, 'Background'));
  return { changes: [...deletions, ...report(namespace, contents, now)] };
}

/** The namespace is empty: this controller agrees to its removal. */
function release(namespace: Namespace): Change[] {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((name) => name !== namespaceFinalizer);
  if (finalizers.length === (namespace.spec?.finalizers ?? []).length) return [];
  const object = { ...namespace, spec: { ...namespace.spec, finalizers } };
  return [{ type: 'update', kind: Namespace, object, subresource: 'finalize' }];
}

/** Tells in the namespace's conditions what keeps it, when that changed. */
function report(namespace: Namespace, contents: readonly Owned[], now: string): Change[] {
  const remaining = contents.filter(({ object }) => isDeleting(object));
  if (remaining.length === 0) return [];
  const old = namespace.status?.conditions ?? [];
  const conditions = [contentCondition(remaining), ...finalizerCondition(remaining)].map((condition) => {
    const before = old.find(({ type }) => type === condition.type);
    return { ...condition, lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime : now };
  });
  const same = conditions.every(({ type, message }) =>
    old.some((known) => known.type === type && known.message === message),
  );
  if (same && conditions.length === old.length) return [];
  const object = { ...namespace, status: { ...namespace.status, conditions } };
  return [{ type: 'update', kind: Namespace, object, subresource: 'status' }];
}

function contentCondition(remaining: readonly Owned[]): NamespaceCondition {
  // With its dot even where the group is empty, as Kubernetes prints it.
  const counts = countBy(remaining.map(({ kind }) => `${kind.plural}.${kind.group}`));
  const parts = [...counts].map(([resource, count]) => `${resource} has ${count} resource instances`);
  return {
    type: 'NamespaceContentRemaining',
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: `Some resources are remaining: ${parts.join(', ')}`,
  };
}

function finalizerCondition(remaining: readonly Owned[]): NamespaceCondition[] {
  const counts = countBy(remaining.flatMap(({ object }) => object.metadata.finalizers ?? []));
  if (counts.size === 0) return [];
  const parts = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return [
    {
      type: 'NamespaceFinalizersRemaining',
      status: 'True',
      reason: 'SomeFinalizersRemain',
      message: `Some content in the namespace has finalizers remaining: ${parts.join(', ')}`,
    },
  ];
}

/** How often each value stands in the list, in order of value. */
function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of [...values].sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
