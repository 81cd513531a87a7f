// A client that writes numbered ConfigMaps one after the other, whatever happens to the server, and remembers what was
// acknowledged: each is created, every second one changed, every fourth deleted.
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, Json, Sent } from './api-client.ts';

export interface Acknowledged {
  type: 'ADDED' | 'MODIFIED';
  name: string;
  revision: number;
}

/** Milliseconds after which a write without an answer is given up. */
const patience = 15_000;

export class ConfigMapWriter {
  /** Writes that ended without an answer or with one that is no success: made or not, nobody knows. */
  unanswered = 0;
  readonly #client: ApiClient;
  readonly #path: string;
  readonly #name: string;
  readonly #acknowledged: Acknowledged[] = [];
  readonly #ended: Promise<void>;
  #begun = 0;
  #lastBegun = 0;
  #stopping = false;

  constructor(client: ApiClient, path: string, name: string) {
    this.#client = client;
    this.#path = path;
    this.#name = name;
    this.#ended = this.#write();
  }

  /**
   * Waits for a write that begins after now and is acknowledged.
   * @param deadline as of performance.now()
   */
  async nextAcknowledged(deadline: number): Promise<void> {
    const begun = this.#begun;
    while (this.#lastBegun <= begun) {
      if (performance.now() > deadline) throw new Error(`${this.#name}: no write was acknowledged in time`);
      await pause(5);
    }
  }

  async stop(): Promise<readonly Acknowledged[]> {
    this.#stopping = true;
    await this.#ended;
    return this.#acknowledged;
  }

  async #write(): Promise<void> {
    for (let number = 0; !this.#stopping; number += 1) {
      const name = `${this.#name}-${number}`;
      if (!(await this.#send('ADDED', '', { method: 'POST', body: { metadata: { name }, data: { step: '0' } } })))
        continue;
      if (number % 2 === 0)
        await this.#send('MODIFIED', `/${name}`, { method: 'PATCH', body: { data: { step: '1' } } });
      if (number % 4 === 0) await this.#send(undefined, `/${name}`, { method: 'DELETE' });
    }
  }

  /** @returns whether it was acknowledged */
  async #send(
    type: Acknowledged['type'] | undefined,
    suffix: string,
    { method, body }: { method: string; body?: object },
  ): Promise<boolean> {
    this.#begun += 1;
    const number = this.#begun;
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const sent: Sent = { method, ...(body && { type: contentType, body: JSON.stringify(body) }) };
    const answer = await Promise.race([this.#client.send(`${this.#path}${suffix}`, sent), pause(patience)]).catch(
      () => undefined,
    );
    if (answer === undefined || answer.status >= 300) {
      this.unanswered += 1;
      await pause(10);
      return false;
    }
    this.#lastBegun = number;
    if (type) this.#acknowledged.push({ type, ...identityOf(answer.json) });
    return true;
  }
}

const identityOf = ({ metadata }: Json) => ({ name: metadata.name, revision: Number(metadata.resourceVersion) });
