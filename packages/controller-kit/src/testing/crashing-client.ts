// A process that is killed between two writes, for tests of controllers: its clients die together after a number of
// writes, the last of which was made though nobody heard of it.
import type {
  DeleteOptions,
  ListOptions,
  ObjectName,
  Patch,
  ResourceClient,
  WriteOptions,
} from '@gantry/api/client/resource-client';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';

/** What every call of a dead process ends with. */
class Crash extends Error {}

export class MortalProcess {
  #writesLeft: number;
  readonly #died: () => void;

  /**
   * @param writes it makes before it dies
   * @param died called in the moment of its death
   */
  constructor(writes: number, died: () => void) {
    this.#writesLeft = writes;
    this.#died = died;
  }

  get dead(): boolean {
    return this.#writesLeft <= 0;
  }

  /** The client as this process uses it. */
  client(inner: ResourceClient): ResourceClient {
    return new MortalClient(inner, this);
  }

  async read<T>(call: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Crash('the process is dead');
    return call();
  }

  async write<T>(call: () => Promise<T>): Promise<T> {
    const result = await this.read(call);
    this.#writesLeft -= 1;
    if (this.#writesLeft > 0) return result;
    this.#died();
    throw new Crash('the process died before it heard of its write');
  }
}

class MortalClient implements ResourceClient {
  readonly #inner: ResourceClient;
  readonly #process: MortalProcess;

  constructor(inner: ResourceClient, process: MortalProcess) {
    this.#inner = inner;
    this.#process = process;
  }

  get<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName) {
    return this.#process.read(() => this.#inner.get(kind, name));
  }

  list<T extends KubeObject>(kind: KindDefinition<T>, options?: ListOptions) {
    return this.#process.read(() => this.#inner.list(kind, options));
  }

  watch<T extends KubeObject>(
    kind: KindDefinition<T>,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ) {
    return this.#inner.watch(kind, options);
  }

  create<T extends KubeObject>(kind: KindDefinition<T>, object: T) {
    return this.#process.write(() => this.#inner.create(kind, object));
  }

  update<T extends KubeObject>(kind: KindDefinition<T>, object: T, options?: WriteOptions) {
    return this.#process.write(() => this.#inner.update(kind, object, options));
  }

  patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    name: ObjectName,
    ...[patch, options]: [Patch, WriteOptions?]
  ): Promise<T> {
    return this.#process.write(() => this.#inner.patch(kind, name, patch, options));
  }

  delete<T extends KubeObject>(kind: KindDefinition<T>, name: ObjectName, options?: DeleteOptions) {
    return this.#process.write(() => this.#inner.delete(kind, name, options));
  }
}
