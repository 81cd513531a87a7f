// Objects of one resource in order of namespace, then name. What was handed out stays as it was: copied before a change.
import type { KubeObject } from '@gantry/api/meta/object-meta';

/** Byte order of UTF-8, which differs from JavaScript's order where surrogates meet U+E000 and above. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Sorts by namespace, then name: no name contains U+0000. */
export const sortKey = (namespace: string, name: string) => `${namespace}\0${name}`;

export class SortedObjects {
  readonly #byKey = new Map<string, KubeObject>();
  #keys: string[] = [];
  #items: KubeObject[] = [];
  #shared = false;

  get size(): number {
    return this.#items.length;
  }

  get(key: string): KubeObject | undefined {
    return this.#byKey.get(key);
  }

  /** All of them, or those of one namespace. */
  list(namespace?: string): readonly KubeObject[] {
    if (namespace === undefined) {
      this.#shared = true;
      return this.#items;
    }
    return this.#items.slice(this.#position(`${namespace}\0`), this.#position(`${namespace}\u0001`));
  }

  set(key: string, object: KubeObject): void {
    const isNew = !this.#byKey.has(key);
    this.#byKey.set(key, object);
    this.#own();
    const position = this.#position(key);
    if (isNew) {
      this.#keys.splice(position, 0, key);
      this.#items.splice(position, 0, object);
    } else {
      this.#items[position] = object;
    }
  }

  delete(key: string): void {
    if (!this.#byKey.delete(key)) return;
    this.#own();
    const position = this.#position(key);
    this.#keys.splice(position, 1);
    this.#items.splice(position, 1);
  }

  copy(): SortedObjects {
    const copy = new SortedObjects();
    for (const [key, object] of this.#byKey) copy.#byKey.set(key, object);
    copy.#keys = this.#keys.slice();
    copy.#items = this.#items.slice();
    return copy;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#items = this.#items.slice();
    this.#shared = false;
  }

  /** Index of the first key not below `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    // Objects often come in order: look at the end first.
    if (high > 0 && compareBytes(this.#keys[high - 1] ?? '', key) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
