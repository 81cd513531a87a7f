// Registry.list: selectors, chunks that stay consistent at the first one's revision, resourceVersion semantics
// (kubernetes.io/docs/reference/using-api/api-concepts, "Resource versions" and "Retrieving large results").
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { badRequest, expired, type Status, StatusError } from '@gantry/api/meta/status-error';
import type { Snapshot } from '@gantry/store/object-store';
import { type ContinueToken, type Position, readToken, writeToken } from './continue-token.ts';
import { keyOf, type Machinery } from './machinery.ts';
import type { ListPage, ListQuery, Registry } from './registry.ts';
import { parseResourceVersion, waitFor } from './resource-version.ts';
import { type Selection, selectionOf } from './selection.ts';

export const listVerb =
  (machinery: Machinery): Registry['list'] =>
  async (kind, query) => {
    const selection = selectionOf(kind, query);
    const request = { kind, query, selection, scope: `${kind.resource}/${selection.namespace ?? '*'}` };
    return query.continue ? nextPage(machinery, request, query.continue) : firstPage(machinery, request);
  };

interface ListRequest {
  kind: KindDefinition;
  query: ListQuery;
  selection: Selection;
  /** What continue tokens are bound to. */
  scope: string;
}

async function firstPage(machinery: Machinery, request: ListRequest): Promise<ListPage> {
  const { kind, query, selection } = request;
  const revision = parseResourceVersion(query.resourceVersion || '0');
  if (revision > 0) await waitFor(machinery.store, revision);
  if (!asksExact(query, revision)) {
    return pageOf(machinery, request, { snapshot: current(machinery, request) });
  }
  const snapshot = await machinery.snapshots.at(kind.resource, selection.namespace, revision);
  if (!snapshot) throw expired('The resourceVersion for the provided list is too old.');
  return pageOf(machinery, request, { snapshot });
}

/** A chunked list from a stated version means that very version unless said otherwise. */
const asksExact = ({ resourceVersionMatch: match, limit = 0 }: ListQuery, revision: number): boolean =>
  match === 'Exact' || (match === undefined && limit > 0 && revision > 0);

async function nextPage(machinery: Machinery, request: ListRequest, text: string): Promise<ListPage> {
  const { kind, query, selection, scope } = request;
  if (query.resourceVersion && query.resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const { revision, after } = readToken(machinery.continueKey, scope, text);
  if (revision === -1) {
    return pageOf(machinery, request, { snapshot: current(machinery, request), after });
  }
  await waitFor(machinery.store, revision);
  const snapshot = await machinery.snapshots.at(kind.resource, selection.namespace, revision);
  if (snapshot) return pageOf(machinery, request, { snapshot, after });
  throw new ContinueExpired(writeToken(machinery.continueKey, scope, { revision: -1, after }));
}

/** A list of one name need not look at the others. */
function current({ store }: Machinery, { kind, selection: { namespace, name } }: ListRequest): Snapshot {
  if (name === undefined || (kind.scope === 'Namespaced' && namespace === undefined)) {
    return store.list(kind.resource, namespace);
  }
  const object = store.get(keyOf(kind, { namespace: namespace ?? '', name }));
  return { items: object ? [object] : [], revision: store.revision };
}

interface PageStart {
  snapshot: Snapshot;
  after?: Position;
}

function pageOf(machinery: Machinery, request: ListRequest, { snapshot, after }: PageStart): ListPage {
  const { selection, scope } = request;
  const limit = Math.max(0, request.query.limit ?? 0);
  const resourceVersion = String(snapshot.revision);
  const begin = after ? firstAfter(snapshot.items, after) : 0;
  const taken = take(snapshot.items, { begin, limit, selection });
  if (taken.end === snapshot.items.length) return { items: taken.items, resourceVersion };
  machinery.snapshots.keep(request.kind.resource, selection.namespace, snapshot);
  const token: ContinueToken = { revision: snapshot.revision, after: positionOf(snapshot.items[taken.end - 1]) };
  return {
    items: taken.items,
    resourceVersion,
    continue: writeToken(machinery.continueKey, scope, token),
    ...(!selection.matches && { remainingItemCount: snapshot.items.length - taken.end }),
  };
}

interface Taken {
  items: readonly KubeObject[];
  /** Index of the first object not looked at. */
  end: number;
}

interface Reading {
  begin: number;
  /** Zero: no limit. */
  limit: number;
  selection: Selection;
}

/** As many objects as fit the page; a page that is full ends where the next match stands. */
function take(all: readonly KubeObject[], { begin, limit, selection }: Reading): Taken {
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  return selection.matches ? takeMatching(all, begin, { most, matches: selection.matches }) : takeAll(all, begin, most);
}

function takeAll(all: readonly KubeObject[], begin: number, most: number): Taken {
  const end = Math.min(all.length, begin + most);
  return { items: begin === 0 && end === all.length ? all : all.slice(begin, end), end };
}

function takeMatching(
  all: readonly KubeObject[],
  begin: number,
  { most, matches }: { most: number; matches: (object: KubeObject) => boolean },
): Taken {
  const items: KubeObject[] = [];
  let end = begin;
  for (const object of all.slice(begin)) {
    const matching = matches(object);
    if (matching && items.length === most) break;
    if (matching) items.push(object);
    end += 1;
  }
  return { items, end };
}

const positionOf = (object: KubeObject | undefined): Position => ({
  namespace: object?.metadata.namespace ?? '',
  name: object?.metadata.name ?? '',
});

/** Index of the first object behind a position, by halving: the items stand in order of namespace, then name. */
function firstAfter(items: readonly KubeObject[], after: Position): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(positionOf(items[middle]), after)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isBehind = (position: Position, after: Position): boolean =>
  position.namespace === after.namespace ? position.name > after.name : position.namespace > after.namespace;

/** The state a token stands for is no longer known; the Status carries a token that reads on without consistency. */
class ContinueExpired extends StatusError {
  private readonly token: string;

  constructor(token: string) {
    super(
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. ' +
        'You can start a new list without the continue parameter, or use the continue token in this response ' +
        'to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - ' +
        'objects that were created, modified, or deleted between the time the first chunk was returned and now may show up ' +
        'in the list.',
    );
    this.token = token;
  }

  override toStatus(): Status {
    return { ...super.toStatus(), metadata: { continue: this.token } };
  }
}
