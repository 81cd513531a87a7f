// Registry.watch: what was there, then every event, as one watcher's selection sees them.
// Watchers of the same selection share the arrays they are handed, however many they are.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { expired } from '@gantry/api/meta/status-error';
import { RevisionGone, type StoreEvent, type Subscription } from '@gantry/store/object-store';
import type { Machinery } from './machinery.ts';
import type { Registry, WatcherEvent, WatchListener, WatchQuery } from './registry.ts';
import { parseResourceVersion, waitFor } from './resource-version.ts';
import { type Selection, selectionOf } from './selection.ts';

export const watchVerb =
  (machinery: Machinery): Registry['watch'] =>
  async (kind, query, listener) => {
    const selection = selectionOf(kind, query);
    const asked = parseResourceVersion(query.resourceVersion || '0');
    await waitFor(machinery.store, asked);
    const since = begin(machinery, { kind, query, selection, asked }, listener);
    return follow(machinery, { kind, selection, since }, listener);
  };

/** Hands over what is there, when that was asked for. @returns the revision events must follow from */
function begin(
  { store }: Machinery,
  request: { kind: KindDefinition; query: WatchQuery; selection: Selection; asked: number },
  listener: WatchListener,
): number {
  const { kind, query, selection, asked } = request;
  if (!(query.sendInitialEvents ?? asked === 0)) return asked === 0 ? store.revision : asked;
  const { items, revision } = store.list(kind.resource, selection.namespace);
  const { matches } = selection;
  const chosen = matches ? items.filter(matches) : items;
  const added = chosen.map((object): WatcherEvent => ({ type: 'ADDED', revision: revisionOf(object), object }));
  if (added.length > 0) listener.events(added);
  listener.initialEventsEnd(revision);
  return revision;
}

const revisionOf = ({ metadata }: KubeObject): number => Number(metadata.resourceVersion);

async function follow(
  { store }: Machinery,
  { kind, selection, since }: { kind: KindDefinition; selection: Selection; since: number },
  listener: WatchListener,
): ReturnType<Registry['watch']> {
  let revision = since;
  let open = true;
  const onEvents = (events: readonly StoreEvent[]) => {
    if (!open) return;
    const seen = seenBy(selection, events);
    if (seen.length > 0) listener.events(seen);
    revision = events.at(-1)?.revision ?? revision;
  };
  const onEnd = (reason: Error) => {
    if (open) listener.ended(reason instanceof RevisionGone ? tooOld(since, reason) : reason);
    open = false;
  };
  const subscription = await subscribe(() => store.subscribe(kind.resource, since, onEvents, onEnd), since);
  return {
    get revision() {
      // The store hands events over before anybody can see its revision move: while live, nothing is outstanding.
      return open ? store.revision : revision;
    },
    close() {
      open = false;
      subscription.close();
    },
  };
}

async function subscribe(start: () => Promise<Subscription>, since: number): Promise<Subscription> {
  try {
    return await start();
  } catch (error) {
    throw error instanceof RevisionGone ? tooOld(since, error) : error;
  }
}

const tooOld = (since: number, { oldest }: RevisionGone) => expired(`too old resource version: ${since} (${oldest})`);

/** What each selection makes of a batch, for as long as the batch lives. */
const views = new WeakMap<readonly StoreEvent[], Map<string, readonly WatcherEvent[]>>();

function seenBy(selection: Selection, events: readonly StoreEvent[]): readonly WatcherEvent[] {
  if (!selection.matches && selection.namespace === undefined) return events;
  const known = views.get(events) ?? new Map<string, readonly WatcherEvent[]>();
  views.set(events, known);
  const seen = known.get(selection.key) ?? events.flatMap((event) => asSeen(selection, event) ?? []);
  known.set(selection.key, seen);
  return seen;
}

/** An object that begins to match appears, one that stops matching is gone, though neither was created or deleted. */
function asSeen({ namespace, matches }: Selection, event: StoreEvent): WatcherEvent | undefined {
  if (namespace !== undefined && event.key.namespace !== namespace) return undefined;
  if (!matches) return event;
  const { type, previous, object, revision } = event;
  const before = previous !== undefined && matches(previous);
  const after = type !== 'DELETED' && matches(object);
  if (after) return before ? event : { type: 'ADDED', revision, object };
  if (!before) return undefined;
  // The last state that matched, at the revision of the change, so that a client resumes behind it.
  return type === 'DELETED' ? event : { type: 'DELETED', revision, object: atRevision(previous, revision) };
}

const atRevision = (object: KubeObject, revision: number): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: String(revision) },
});
