// A client that follows a collection for as long as it is asked to: when its watch ends, however it ends, it resumes
// behind the last version it has seen, as informers do.
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, Json } from './api-client.ts';

interface SeenEvent {
  type: string;
  name: string;
  revision: number;
  data: Record<string, string>;
}

/** Lines of a watch as JSON. */
async function* watchLines(response: IncomingMessage): AsyncGenerator<Json> {
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

export class WatchRecorder {
  readonly events: SeenEvent[] = [];
  /** Answers that no resuming watch should get: 410 Gone, or an event that is an error. */
  readonly refusals: Json[] = [];
  /** Watches opened. */
  opened = 0;
  readonly #clients: () => ApiClient;
  readonly #path: string;
  readonly #ended: Promise<void>;
  #revision: string;
  #stopping = false;
  #response: IncomingMessage | undefined;

  /** @param client asked for each watch anew: the next one may go to another replica */
  constructor(client: () => ApiClient, path: string, revision: string) {
    this.#clients = client;
    this.#path = path;
    this.#revision = revision;
    this.#ended = this.#follow();
  }

  get revision(): number {
    return Number(this.#revision);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#response?.destroy();
    await this.#ended;
  }

  /** Ends the present watch, as a broken connection would. */
  interrupt(): void {
    this.#response?.destroy();
  }

  async #follow(): Promise<void> {
    while (!this.#stopping) {
      await this.#watch().catch(() => undefined);
      if (!this.#stopping) await pause(20);
    }
  }

  async #watch(): Promise<void> {
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${this.#revision}`;
    const response = await this.#clients().open(`${this.#path}?${query}`);
    this.#response = response;
    this.opened += 1;
    if (response.statusCode === 410) this.refusals.push(response.statusCode);
    if (response.statusCode !== 200) {
      response.destroy();
      return;
    }
    for await (const event of watchLines(response)) this.#take(event);
  }

  #take({ type, object }: Json): void {
    if (type === 'ERROR') {
      if (object.code === 410) this.refusals.push(object);
      return;
    }
    this.#revision = object.metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    this.events.push({ type, name: object.metadata.name, revision: this.revision, data: object.data ?? {} });
  }
}
