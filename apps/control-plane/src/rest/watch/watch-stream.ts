// One watch on one connection: lines as they come, bookmarks, an end in time, and an end for readers that are too slow.
import type { ServerResponse } from 'node:http';
import { StatusError } from '@gantry/api/meta/status-error';
import type { WatcherEvent, WatchHandle, WatchListener } from '../../registry/registry.ts';
import type { ObjectView } from '../response/view.ts';
import { bookmarkLine, errorLine, eventLines } from './event-lines.ts';

/** Bytes a reader may lag behind, beside the initial events. */
const backlogLimit = 16 * 1024 * 1024;

/** Bytes handed to the socket at once: TLS copies what it is given, so a reader who never reads costs this much. */
const pieceSize = 128 * 1024;

/** Milliseconds that what is left is given to reach the client after the watch ended. */
const partingPatience = 10_000;

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
  /** What the socket does not take yet. Initial events are written only when their turn comes. */
  private readonly waiting: Iterator<Buffer | string>[] = [];
  /** Bytes waiting beside the initial events: those are no sign of a slow reader. */
  private lag = 0;

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
    if (this.over) return;
    if (!this.handle) {
      this.enqueue(this.initialPieces(events));
      return;
    }
    const lines = eventLines(events, this.options.view, this.first);
    this.first = false;
    this.write(lines);
  }

  initialEventsEnd(revision: number): void {
    const { bookmarks, markInitialEvents, view } = this.options;
    if (bookmarks && markInitialEvents) this.enqueue([bookmarkLine(revision, view, true)].values());
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
    this.lag += lines.length;
    this.enqueue(this.lagging(lines));
    if (this.lag <= backlogLimit) return;
    this.response?.destroy();
    this.close();
  }

  private *lagging(lines: Buffer | string): Generator<Buffer | string, undefined> {
    this.lag -= lines.length;
    yield lines;
  }

  private *initialPieces(events: readonly WatcherEvent[]): Generator<Buffer, undefined> {
    let lines: Buffer[] = [];
    let size = 0;
    for (const event of events) {
      const line = eventLines([event], this.options.view, this.first);
      this.first = false;
      lines.push(line);
      size += line.length;
      if (size < pieceSize) continue;
      yield Buffer.concat(lines);
      lines = [];
      size = 0;
    }
    if (size > 0) yield Buffer.concat(lines);
  }

  private enqueue(pieces: Iterator<Buffer | string>): void {
    this.waiting.push(pieces);
    this.pump();
  }

  /** Hands on what the socket takes; the rest waits for it to drain. */
  private pump(): void {
    const response = this.opened();
    while (!response.destroyed && !response.writableNeedDrain) {
      const piece = this.waiting[0]?.next();
      if (!piece) break;
      if (piece.done) this.waiting.shift();
      else response.write(piece.value);
    }
    if (this.over && this.waiting.length === 0) response.end();
  }

  private opened(): ServerResponse {
    if (this.response) return this.response;
    const response = this.options.open();
    this.response = response;
    response.on('close', () => this.close());
    response.on('drain', () => this.pump());
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
    if (this.response) this.part(this.response);
    this.options.closed();
  }

  private part(response: ServerResponse): void {
    if (response.destroyed) {
      this.waiting.length = 0;
      return;
    }
    const patience = setTimeout(() => response.destroy(), partingPatience).unref();
    response.on('close', () => {
      clearTimeout(patience);
      this.waiting.length = 0;
    });
    this.pump();
  }
}
