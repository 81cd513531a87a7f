// All watches that are open: starts them, and ends them when the server stops.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Registry } from '../../registry/registry.ts';
import type { ApiCall } from '../api-call.ts';
import { watchQuery } from '../list-options.ts';
import { objectView } from '../response/view.ts';
import { WatchStream } from './watch-stream.ts';

/** Seconds a watch lasts when the client does not say: this to twice this, so that clients do not return all at once. */
const defaultTimeout = 1800;

/** Seconds; what `timeoutSeconds` may ask for at most (a timer holds 32 bits of milliseconds). */
const maximumTimeout = 24 * 3600;

export class WatchStreams {
  private readonly registry: Registry;
  private readonly open = new Set<WatchStream>();
  private stopped = false;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** Begins a watch on the call's connection. @throws StatusError when it cannot begin */
  async watch(call: ApiCall, kind: KindDefinition): Promise<void> {
    const query = watchQuery(call);
    const stream: WatchStream = new WatchStream({
      view: watchView(call, kind),
      bookmarks: call.query.flag('allowWatchBookmarks'),
      markInitialEvents: query.sendInitialEvents === true,
      timeout: timeoutOf(call),
      open: call.takeOver,
      closed: () => this.open.delete(stream),
    });
    this.open.add(stream);
    try {
      stream.begin(await this.registry.watch(kind, query, stream));
    } catch (error) {
      // Too old a version is told inside the stream, as kube-apiserver does.
      if (!(error instanceof StatusError) || error.reason !== 'Expired') {
        this.open.delete(stream);
        throw error;
      }
      stream.fail(error);
    }
    if (this.stopped || call.isGone()) stream.finish();
  }

  /** Ends all watches; new ones end at once. */
  stop(): void {
    this.stopped = true;
    for (const stream of this.open) stream.finish();
  }
}

function watchView(call: ApiCall, kind: KindDefinition) {
  const view = objectView(call, kind);
  if (view.format === 'json') return view;
  throw new StatusError(
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;stream=watch',
  );
}

function timeoutOf({ query }: ApiCall): number {
  const asked = query.integer('timeoutSeconds') ?? 0;
  const seconds = asked > 0 ? Math.min(asked, maximumTimeout) : defaultTimeout * (1 + Math.random());
  return seconds * 1000;
}
