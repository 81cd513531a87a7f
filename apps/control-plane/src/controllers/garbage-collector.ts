// Removes what lost its owner, and carries out foreground and orphan deletion (k8s.io/kubernetes/pkg/controller/garbagecollector).
// A key is the UID of an owner, whether or not an object of that UID is still there.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject, OwnerReference } from '@gantry/api/meta/object-meta';
import type { Change, Controller, Plan, Reads } from '@gantry/controller-kit/controller';
import {
  type Dependent,
  deletionAsSeen,
  foregroundFinalizer,
  hasFinalizer,
  isDeleting,
  type Owned,
  type OwnerState,
  orphanFinalizer,
  ownerUids,
  stateOf,
  withoutFinalizer,
  withoutOwners,
} from './ownership.ts';

export interface OwnershipView {
  uid: string;
  /** Absent when no object has this UID any more. */
  owner?: Owned;
  dependents: readonly Dependent[];
  /** UIDs of those that own the owner, at any distance: itself among them when they own each other in a circle. */
  ancestors?: readonly string[];
}

/** @param kinds every kind that can own or be owned */
export function garbageCollector(kinds: readonly KindDefinition[]): Controller<OwnershipView> {
  return {
    name: 'garbage-collector',
    watches: kinds.map((kind) => ({
      kind,
      indexes: { uid: uidsOf, owner: ownerUids },
      // An owner that stays asks for nothing; what names it as owner does, and brings its UID along.
      keys: (object, gone) => [...(gone || isDeleting(object) ? uidsOf(object) : []), ...ownerUids(object)],
    })),
    view: (uid, reads) => viewOf(uid, kinds, reads),
    plan,
  };
}

const uidsOf = ({ metadata }: KubeObject): readonly string[] => (metadata.uid ? [metadata.uid] : []);

async function viewOf(uid: string, kinds: readonly KindDefinition[], reads: Reads): Promise<OwnershipView | undefined> {
  const owner = kinds.flatMap((kind) => found(kind, reads.cached(kind).byIndex('uid', uid)))[0];
  const dependents = (await dependentsOf(uid, owner, { kinds, reads })).filter(
    ({ object }) => !owner || concerns(owner, object),
  );
  if (dependents.length === 0 && !(owner && isDeleting(owner.object))) return undefined;
  const withOwners = await Promise.all(dependents.map((owned) => dependentOf(owned, kinds, reads)));
  return { uid, ...(owner && { owner, ancestors: ancestorsOf(owner, kinds, reads) }), dependents: withOwners };
}

async function dependentsOf(uid: string, owner: Owned | undefined, { kinds, reads }: Omit<Surroundings, 'dependent'>) {
  const cached = kinds.flatMap((kind) => found(kind, reads.cached(kind).byIndex('owner', uid)));
  if (!owner || !isDeleting(owner.object)) return cached;
  // Letting the owner go decides once and for all: dependents the cache has not seen would be collected though they
  // were to be orphaned, or outlive an owner they block.
  const orphans = hasFinalizer(owner.object, orphanFinalizer);
  const releases =
    hasFinalizer(owner.object, foregroundFinalizer) && !cached.some(({ object }) => isBlocking(uid, object));
  return orphans || releases ? liveDependents(owner, kinds, reads) : cached;
}

function ancestorsOf(owner: Owned, kinds: readonly KindDefinition[], reads: Reads): readonly string[] {
  // A set hands out what is added to it while it is walked.
  const ancestors = new Set(isDeleting(owner.object) ? ownerUids(owner.object) : []);
  for (const uid of ancestors) {
    const objects = kinds.flatMap((kind) => reads.cached(kind).byIndex('uid', uid));
    for (const further of objects.flatMap(ownerUids)) ancestors.add(further);
  }
  return [...ancestors];
}

const isBlocking = (owner: string, { metadata }: KubeObject): boolean =>
  metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner && blockOwnerDeletion === true) ??
  false;

/** An owner that stays concerns only those it cannot own: dependents in a namespace that is not its own. */
function concerns(owner: Owned, dependent: KubeObject): boolean {
  const { namespace } = owner.object.metadata;
  return isDeleting(owner.object) || (namespace !== undefined && namespace !== dependent.metadata.namespace);
}

const found = (kind: KindDefinition, objects: readonly KubeObject[]): Owned[] =>
  objects.map((object) => ({ kind, object }));

async function liveDependents(owner: Owned, kinds: readonly KindDefinition[], reads: Reads): Promise<Owned[]> {
  const { namespace, uid } = owner.object.metadata;
  const lists = await Promise.all(
    kinds.map(async (kind) =>
      found(kind, await reads.liveList(kind, kind.scope === 'Cluster' ? undefined : namespace)),
    ),
  );
  return lists.flat().filter(({ object }) => ownerUids(object).some((owned) => owned === uid));
}

async function dependentOf(owned: Owned, kinds: readonly KindDefinition[], reads: Reads): Promise<Dependent> {
  const references = owned.object.metadata.ownerReferences ?? [];
  const owners = references.map(async (reference) => ({
    reference,
    state: await ownerState(reference, { dependent: owned, kinds, reads }),
  }));
  return { ...owned, owners: await Promise.all(owners) };
}

interface Surroundings {
  dependent: Owned;
  kinds: readonly KindDefinition[];
  reads: Reads;
}

/** An owner missing from the cache is looked up as it is now: it may be newer than the cache. */
async function ownerState(reference: OwnerReference, { dependent, kinds, reads }: Surroundings): Promise<OwnerState> {
  const group = reference.apiVersion.includes('/') ? reference.apiVersion.split('/')[0] : '';
  const kind = kinds.find((known) => known.kind === reference.kind && known.group === group);
  // Of a kind that is not served nothing can be known, so nothing is collected on its account.
  if (!kind) return 'present';
  const cached = reads.cached(kind).byIndex('uid', reference.uid)[0];
  const namespace = kind.scope === 'Cluster' ? '' : (dependent.object.metadata.namespace ?? '');
  // Owners live in the dependent's namespace or in none; a reference across namespaces names nobody.
  if (cached && (cached.metadata.namespace ?? '') === namespace) return stateOf(cached);
  // In which namespace to look nothing says, so nothing is collected on its account
  // (kubernetes.io/docs/concepts/architecture/garbage-collection: "an unresolvable owner reference").
  if (kind.scope === 'Namespaced' && namespace === '') return 'present';
  const live = await reads.live(kind, { namespace, name: reference.name });
  return live?.metadata.uid === reference.uid ? stateOf(live) : 'absent';
}

function plan(view: OwnershipView): Plan {
  const { uid, owner, dependents } = view;
  if (!owner) return { changes: dependents.flatMap(collect) };
  if (!isDeleting(owner.object)) return { changes: dependents.flatMap(collect) };
  if (hasFinalizer(owner.object, orphanFinalizer)) return { changes: orphan(uid, owner, dependents) };
  if (hasFinalizer(owner.object, foregroundFinalizer)) return { changes: deleteInForeground(owner, view) };
  return { changes: [] };
}

/** What becomes of an object some of whose owners are gone or wait to go: it stays while one owner is there. */
function collect(dependent: Dependent): Change[] {
  const { object, owners } = dependent;
  if (isDeleting(object) || owners.every(({ state }) => state === 'present')) return [];
  const solid = new Set(owners.filter(({ state }) => state === 'present').map(({ reference }) => reference.uid));
  if (solid.size > 0) return [withoutOwners(dependent, (reference) => solid.has(reference.uid))];
  const foreground = owners.some(({ state }) => state === 'waiting') || hasFinalizer(object, foregroundFinalizer);
  if (hasFinalizer(object, orphanFinalizer)) return [deletionAsSeen(dependent, 'Orphan')];
  return [deletionAsSeen(dependent, foreground ? 'Foreground' : 'Background')];
}

function orphan(uid: string, owner: Owned, dependents: readonly Dependent[]): Change[] {
  const released = dependents.map((dependent) => withoutOwners(dependent, (reference) => reference.uid !== uid));
  return [...released, withoutFinalizer(owner, orphanFinalizer)];
}

function deleteInForeground(owner: Owned, { uid, dependents, ancestors = [] }: OwnershipView): Change[] {
  const deletions = dependents.flatMap(collect);
  // In a circle each would wait for the other.
  const blocks = ({ object }: Dependent) => isBlocking(uid, object) && !ancestors.includes(object.metadata.uid ?? '');
  return dependents.some(blocks) ? deletions : [...deletions, withoutFinalizer(owner, foregroundFinalizer)];
}
