// One watch on one connection: lines as they come, bookmarks, an end in time, and an end for readers that are too slow.
import type { ServerResponse } from 'node:http';
import { StatusError } from '@gantry/api/meta/status-error';
import type { WatcherEvent, WatchHandle, WatchListener } from '../../registry/registry.ts';
import type { ObjectView } from '../response/view.ts';
import { bookmarkLine, errorLine, eventLines } from './event-lines.ts';

/** Bytes a reader may lag behind, beside the initial events. */
const backlogLimit = 16 * 1024 * 1024;

/** Milliseconds between bookmarks. */
const bookmarkInterval = 60_000;

export interface WatchStreamOptions {
  view: ObjectView;
  /** The client takes bookmarks. */
  bookmarks: boolean;
  /** The client asked for the marked bookmark behind the initial events. */
  markInitialEvents: boolean;
  /** Milliseconds until the watch ends by itself. */
  timeout: number;
  /** Takes the connection over, called once. */
  open(): ServerResponse;
  /** Called once, when nothing more will be sent. */
  closed(): void;
}

export class WatchStream implements WatchListener {
  private readonly options: WatchStreamOptions;
  private response: ServerResponse | undefined;
  private handle: WatchHandle | undefined;
  private timers: NodeJS.Timeout[] = [];
  private first = true;
  private over = false;
  /** Bytes of initial events: they are no sign of a slow reader. */
  private allowance = backlogLimit;

  constructor(options: WatchStreamOptions) {
    this.options = options;
  }

  /** The registry accepted the watch: from here on it lasts until its time is up. */
  begin(handle: WatchHandle): void {
    this.handle = handle;
    if (this.over) {
      handle.close();
      return;
    }
    this.opened();
    this.timers.push(setTimeout(() => this.finish(), this.options.timeout).unref());
    if (this.options.bookmarks) this.timers.push(setInterval(() => this.bookmark(), bookmarkInterval).unref());
  }

  events(events: readonly WatcherEvent[]): void {
    const { view } = this.options;
    const lines = eventLines(events, view, this.first);
    this.first = false;
    if (!this.handle) this.allowance += lines.length;
    this.write(lines);
  }

  initialEventsEnd(revision: number): void {
    const { bookmarks, markInitialEvents, view } = this.options;
    if (bookmarks && markInitialEvents) this.write(bookmarkLine(revision, view, true));
  }

  ended(error: Error): void {
    if (error instanceof StatusError) this.fail(error);
    else this.close();
  }

  /** Ends the watch with an error inside the stream, as the client expects it there. */
  fail(error: StatusError): void {
    this.write(errorLine(error.toStatus()));
    this.close();
  }

  /** Ends the watch cleanly; the client resumes from where it is. */
  finish(): void {
    if (this.options.bookmarks) this.bookmark();
    this.close();
  }

  private bookmark(): void {
    if (this.handle) this.write(bookmarkLine(this.handle.revision, this.options.view, false));
  }

  private write(lines: Buffer | string): void {
    if (this.over) return;
    const response = this.opened();
    response.write(lines);
    if (response.writableLength <= this.allowance) return;
    response.destroy();
    this.close();
  }

  private opened(): ServerResponse {
    if (this.response) return this.response;
    const response = this.options.open();
    this.response = response;
    response.on('close', () => this.close());
    response.on('error', () => this.close());
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
    response.flushHeaders();
    return response;
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.handle?.close();
    this.response?.end();
    this.options.closed();
  }
}
