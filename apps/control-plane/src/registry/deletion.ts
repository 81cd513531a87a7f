// What a delete makes of an object: removed at once, marked and kept for its finalizers or its grace period, or left
// as it is because its end is under way (rest.BeforeDelete; generic registry's finalizer rules). Pure.
import type { DeleteOptions } from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { conflict } from '@gantry/api/meta/status-error';
import { isRecord } from '@gantry/api/schema/decode';
import { getOwn } from '@gantry/api/schema/own-property';
import { timestamp } from './machinery.ts';
import { partAt, withMeta, withPart } from './object-parts.ts';

export type Deletion =
  | { type: 'remove' }
  /** Store this state and wait. */
  | { type: 'mark'; object: KubeObject }
  /** The deletion is under way already. */
  | { type: 'pending' };

export interface DeletionQuestion {
  kind: KindDefinition;
  live: KubeObject;
  options: DeleteOptions;
  /** Milliseconds since the epoch. */
  now: number;
}

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/** Decides the delete of a live object. @throws StatusError 409 when a precondition does not hold */
export function decideDeletion(question: DeletionQuestion): Deletion {
  checkPreconditions(question);
  return question.kind.resource === 'namespaces' ? decideNamespace(question) : decideObject(question);
}

function checkPreconditions({ kind, live, options: { preconditions } }: DeletionQuestion): void {
  const { name = '', uid, resourceVersion } = live.metadata;
  // Kubernetes names the kind, not the resource, in these two.
  const subject = { ...kind, plural: kind.kind };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    const uids = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid})`;
    throw conflict(subject, name, `${uids}. The object might have been deleted and then recreated`);
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    const asked = `the ResourceVersion in the precondition (${preconditions.resourceVersion})`;
    const found = `the ResourceVersion in record (${resourceVersion})`;
    throw conflict(subject, name, `${asked} does not match ${found}. The object might have been modified`);
  }
}

/** A namespace stays, Terminating, until its controller has emptied it and taken its name off `spec.finalizers`. */
function decideNamespace({ live, options, now }: DeletionQuestion): Deletion {
  const { deletionTimestamp } = live.metadata;
  if (deletionTimestamp === undefined) return { type: 'mark', object: terminating(live, options, now) };
  const waiting = [partAt(live, 'spec', 'finalizers'), live.metadata.finalizers];
  return waiting.some((list) => Array.isArray(list) && list.length > 0) ? { type: 'pending' } : { type: 'remove' };
}

function terminating(live: KubeObject, options: DeleteOptions, now: number): KubeObject {
  const status = getOwn(live, 'status');
  const marked = withMeta(live, { deletionTimestamp: timestamp(now), finalizers: finalizersAfter(live, options) });
  return withPart(marked, 'status', { ...(isRecord(status) ? status : {}), phase: 'Terminating' });
}

function decideObject(question: DeletionQuestion): Deletion {
  const grace = graceOf(question);
  if (grace === 'pending') return { type: 'pending' };
  const { live, options, now } = question;
  const finalizers = finalizersAfter(live, options);
  if (!finalizers && grace === 0) return { type: 'remove' };
  const marked = withMeta(live, { finalizers, ...deletionMarks(question, grace), generation: bumped(live) });
  return unchanged(marked, live, now) ? { type: 'pending' } : { type: 'mark', object: marked };
}

/** The second delete of an object that only waits for its finalizers changes nothing. */
function unchanged({ metadata }: KubeObject, { metadata: live }: KubeObject, now: number): boolean {
  return (
    live.deletionTimestamp !== undefined &&
    Date.parse(live.deletionTimestamp) <= now &&
    live.deletionGracePeriodSeconds === metadata.deletionGracePeriodSeconds &&
    String(live.finalizers) === String(metadata.finalizers)
  );
}

/** Seconds until the object must be gone; once begun, a deletion can only be shortened. */
function graceOf({ kind, live, options }: DeletionQuestion): number | 'pending' {
  const { deletionTimestamp, deletionGracePeriodSeconds: granted = 0 } = live.metadata;
  const asked = atLeastOne(options.gracePeriodSeconds);
  if (deletionTimestamp === undefined) return atLeastOne(kind.gracePeriodSeconds?.(live, asked)) ?? 0;
  if (granted === 0) return 0;
  return asked === undefined || asked >= granted ? 'pending' : asked;
}

/** Negative seconds count as one. */
const atLeastOne = (seconds: number | undefined) => (seconds !== undefined && seconds < 0 ? 1 : seconds);

/** A shortened deletion counts from when it began. */
function deletionMarks({ live, now }: DeletionQuestion, grace: number): Partial<KubeObject['metadata']> {
  const { deletionTimestamp, deletionGracePeriodSeconds: granted = 0 } = live.metadata;
  const began = deletionTimestamp === undefined ? now : Date.parse(deletionTimestamp) - granted * 1000;
  const end = began + grace * 1000;
  const kept = deletionTimestamp !== undefined && Date.parse(deletionTimestamp) <= end;
  return { deletionTimestamp: kept ? deletionTimestamp : timestamp(end), deletionGracePeriodSeconds: grace };
}

const bumped = ({ metadata: { deletionTimestamp, generation } }: KubeObject): number | undefined =>
  deletionTimestamp === undefined && generation !== undefined ? generation + 1 : generation;

/** Finalizers with the garbage collector's own set as the propagation policy says; undefined when none remain. */
function finalizersAfter(live: KubeObject, { propagationPolicy }: DeleteOptions): string[] | undefined {
  const present = live.metadata.finalizers ?? [];
  const others = present.filter((name) => name !== orphan && name !== foreground);
  const wanted = {
    Background: [],
    Orphan: [orphan],
    Foreground: [foreground],
    unstated: present.filter((name) => name === orphan || name === foreground).slice(0, 1),
  }[propagationPolicy ?? 'unstated'];
  const finalizers = [...others, ...wanted];
  return finalizers.length === 0 ? undefined : finalizers;
}
