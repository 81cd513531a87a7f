// What a kind's one file states. Everything that treats kinds alike (REST, tables, explain, apply) reads this and no more.
import type { z } from 'zod';
import type { KubeObject } from '../meta/object-meta.ts';
import type { FieldError } from '../schema/field-error.ts';
import { type ObjectShape, objectShapeOf } from '../schema/shape.ts';

/** Rule for `metadata.name`. */
export type NameRule = 'dns-subdomain' | 'dns-label' | 'path-segment';

/** Parts of an object with an address and rights of their own. */
export type SubresourceName = 'status' | 'finalize' | 'token' | 'binding';

/** A column of `kubectl get`; `priority` above 0 shows only with `-o wide`. */
export interface Column<T> {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format?: 'name';
  description: string;
  priority?: number;
  /** Cell as kubectl prints it; `now` in milliseconds since the epoch, for ages. */
  cell(object: T, now: number): string | number | boolean;
}

/** Reads a field as text, for field selectors; a method so that kinds can stand in one list. */
interface FieldReader<T> {
  read(object: T): string;
}

export interface KindStatement<T> {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames?: readonly string[];
  /** Groups of kinds for `kubectl get all` and the like. */
  categories?: readonly string[];
  scope: 'Namespaced' | 'Cluster';
  nameRule: NameRule;
  schema: z.ZodType<T>;
  subresources?: readonly SubresourceName[];
  /** Columns after NAME and before AGE, which every kind has, unless `ownColumns`. */
  columns?: readonly Column<T>[];
  /** The columns state NAME and AGE themselves (Event). */
  ownColumns?: boolean;
  /** Field selectors beside `metadata.name` and `metadata.namespace`; value of the field as text. */
  selectableFields?: Readonly<Record<string, FieldReader<T>['read']>>;
  /** Top-level fields that are stored encrypted. */
  encryptedFields?: readonly string[];
  /** `metadata.generation` counts changes outside metadata and status. */
  generation?: boolean;
  /** An update must state the version it was made from (AllowUnconditionalUpdate is false upstream). */
  conditionalUpdate?: boolean;
  /** Reshapes a new object before validation: initial status, write-only fields. Must return a new object. */
  prepareForCreate?(object: T): T;
  /** Reshapes an update: what a client may not change is carried over from `old`. */
  prepareForUpdate?(object: T, old: T): T;
  /** Checks across the whole object, after the schema's own. */
  validate?(object: T): FieldError[];
  /** Checks of a change, after `validate` of the new object. */
  validateUpdate?(object: T, old: T): FieldError[];
  /** Checks of a change through the status subresource, in place of `validateUpdate`. */
  validateStatusUpdate?(object: T, old: T): FieldError[];
  /**
   * Seconds between a delete and the object's end; absent: deleted at once.
   * @param asked what the caller named; the kind may know better (a pod that no node runs ends at once)
   */
  gracePeriodSeconds?(object: T, asked?: number): number;
}

export interface KindDefinition<T extends KubeObject = KubeObject> extends KindStatement<T> {
  apiVersion: string;
  /** `pods`, `leases.coordination.k8s.io`: how Status errors and the store name it. */
  resource: string;
  shape: ObjectShape;
}

/** Completes a kind's statement with what follows from it. */
export function defineKind<T extends KubeObject>(statement: KindStatement<T>): KindDefinition<T> {
  const { group, version, plural, schema } = statement;
  return {
    ...statement,
    apiVersion: group === '' ? version : `${group}/${version}`,
    resource: group === '' ? plural : `${plural}.${group}`,
    shape: objectShapeOf(schema),
  };
}
