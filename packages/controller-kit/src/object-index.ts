// The objects of one kind in memory, by name, by namespace and by the indexes that controllers state.
import type { ObjectName } from '@gantry/api/client/resource-client';
import type { KubeObject } from '@gantry/api/meta/object-meta';

/** The values an object is found under. */
export type IndexFunction = (object: KubeObject) => readonly string[];

const nameKey = (namespace: string, name: string) => `${namespace}/${name}`;

const keyOf = ({ metadata }: KubeObject) => nameKey(metadata.namespace ?? '', metadata.name ?? '');

/** Buckets of objects under string values. */
type Buckets<T> = Map<string, Map<string, T>>;

export class ObjectIndex<T extends KubeObject = KubeObject> {
  private readonly objects = new Map<string, T>();
  private readonly namespaces: Buckets<T> = new Map();
  private readonly indexes = new Map<string, { values: IndexFunction; buckets: Buckets<T> }>();

  addIndex(name: string, values: IndexFunction): void {
    const buckets: Buckets<T> = new Map();
    this.indexes.set(name, { values, buckets });
    for (const object of this.objects.values()) put(buckets, values(object), object);
  }

  get({ namespace, name }: ObjectName): T | undefined {
    return this.objects.get(nameKey(namespace, name));
  }

  list(namespace?: string): readonly T[] {
    const found = namespace === undefined ? this.objects : this.namespaces.get(namespace);
    return [...(found?.values() ?? [])];
  }

  byIndex(index: string, value: string): readonly T[] {
    const found = this.indexes.get(index);
    if (!found) throw new Error(`no index named ${index}`);
    return [...(found.buckets.get(value)?.values() ?? [])];
  }

  /** @returns the object that stood there before */
  set(object: T): T | undefined {
    const previous = this.remove(object);
    this.objects.set(keyOf(object), object);
    put(this.namespaces, [object.metadata.namespace ?? ''], object);
    for (const { values, buckets } of this.indexes.values()) put(buckets, values(object), object);
    return previous;
  }

  /** @returns the object that stood there before */
  remove(object: T): T | undefined {
    const previous = this.objects.get(keyOf(object));
    if (!previous) return undefined;
    this.objects.delete(keyOf(previous));
    take(this.namespaces, [previous.metadata.namespace ?? ''], previous);
    for (const { values, buckets } of this.indexes.values()) take(buckets, values(previous), previous);
    return previous;
  }
}

function put<T extends KubeObject>(buckets: Buckets<T>, values: readonly string[], object: T): void {
  for (const value of values) {
    const bucket = buckets.get(value) ?? new Map<string, T>();
    bucket.set(keyOf(object), object);
    buckets.set(value, bucket);
  }
}

function take<T extends KubeObject>(buckets: Buckets<T>, values: readonly string[], object: T): void {
  for (const value of values) {
    const bucket = buckets.get(value);
    bucket?.delete(keyOf(object));
    if (bucket?.size === 0) buckets.delete(value);
  }
}
