// Every registered kind, and every schema that requests and answers share, against Kubernetes' own schema, where a copy of it is at hand: a field that is missing, misspelt
// or typed otherwise fails here, and so does one that Kubernetes does not have.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Condition } from '../meta/condition.ts';
import { DeleteOptions } from '../meta/delete-options.ts';
import { LabelSelector } from '../meta/label-selector.ts';
import { ListMeta } from '../meta/list-meta.ts';
import { Status } from '../meta/status.ts';
import { decode } from '../schema/decode.ts';
import type { FieldFacts } from '../schema/facts.ts';
import { type FieldShape, type ObjectShape, objectShapeOf, type Shape } from '../schema/shape.ts';
import { TokenRequest } from './authentication/token-request.ts';
import type { KindDefinition } from './define-kind.ts';
import { kinds } from './index.ts';

interface Property {
  $ref?: string;
  type?: string;
  format?: string;
  items?: Property;
  additionalProperties?: Property;
  properties?: Record<string, Property>;
  required?: string[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-map-type'?: string;
}

const folder = process.env.GANTRY_ORACLES ?? fileURLToPath(new URL('../../../../../shared/oracles', import.meta.url));
const file = `${folder}/kubernetes-schemas.json`;
const present = existsSync(file);
const definitions = new Map<string, Property>(present ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : []);

/** Definitions that are a scalar in JSON, or anything at all. */
const leaves: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'string date-time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'string micro-time',
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'string quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'string int-or-string',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'any',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'any',
};

const idOf = (reference: string): string => reference.replace('#/definitions/', '');

function typeOf(property: Property): string {
  if (property.$ref) return leaves[idOf(property.$ref)] ?? idOf(property.$ref);
  if (property.type === 'array') return `list of ${typeOf(property.items ?? {})}`;
  if (property.additionalProperties) return `map of ${typeOf(property.additionalProperties)}`;
  const type = property.type === 'integer' ? 'number' : (property.type ?? 'any');
  return property.format ? `${type} ${property.format}` : type;
}

function typeOfShape(shape: Shape): string {
  if (shape.type === 'object') return shape.facts.id;
  if (shape.type === 'list') return `list of ${typeOfShape(shape.items)}`;
  if (shape.type === 'map') return `map of ${typeOfShape(shape.values)}`;
  return 'format' in shape && shape.format ? `${shape.type} ${shape.format}` : shape.type;
}

const theirs = (property: Property, required: boolean) => ({
  type: typeOf(property),
  required,
  listType: property['x-kubernetes-list-type'],
  listMapKeys: property['x-kubernetes-list-map-keys'],
  patchMergeKey: property['x-kubernetes-patch-merge-key'],
  patchStrategy: property['x-kubernetes-patch-strategy'],
  mapType: property['x-kubernetes-map-type'],
});

const ours = ({ facts, shape }: FieldShape) => {
  const pick = (name: keyof FieldFacts) => facts[name];
  return {
    type: typeOfShape(shape),
    required: facts.required ?? false,
    listType: pick('listType'),
    listMapKeys: pick('listMapKeys'),
    patchMergeKey: pick('patchMergeKey'),
    patchStrategy: pick('patchStrategy'),
    mapType: pick('mapType'),
  };
};

function objectsBelow(root: ObjectShape): Map<string, ObjectShape> {
  const found = new Map<string, ObjectShape>();
  const left: Shape[] = [root];
  for (let shape = left.pop(); shape; shape = left.pop()) {
    if (shape.type === 'list') left.push(shape.items);
    if (shape.type === 'map') left.push(shape.values);
    if (shape.type !== 'object' || found.has(shape.facts.id)) continue;
    found.set(shape.facts.id, shape);
    left.push(...[...shape.fields.values()].map((field) => field.shape));
  }
  return found;
}

/** What every object has: Kubernetes' schema does not call it required, its server does. */
const head = new Set(['apiVersion', 'kind', 'metadata']);

interface Subject {
  name: string;
  shape: ObjectShape;
  /** Begins with apiVersion, kind and metadata. */
  hasHead: boolean;
}

const subject = (shape: ObjectShape, hasHead: boolean): Subject => ({ name: shape.facts.id, shape, hasHead });

const subjects: Subject[] = [
  ...kinds.map(({ shape }) => subject(shape, true)),
  subject(objectShapeOf(TokenRequest), true),
  ...[Condition, DeleteOptions, LabelSelector, ListMeta, Status].map((each) => subject(objectShapeOf(each), false)),
];

describe.skipIf(!present)(
  `kinds beside Kubernetes' schema (skipped unless GANTRY_ORACLES names a folder with it)`,
  () => {
    it.each(subjects)('$name has every field and fact', ({ shape: root, hasHead }) => {
      for (const [id, shape] of objectsBelow(root)) {
        const definition = definitions.get(id);
        expect(definition, `${id} is not a definition of Kubernetes`).toBeDefined();
        const required = new Set(definition?.required);
        const isHead = (name: string) => hasHead && shape === root && head.has(name);
        const expected = Object.entries(definition?.properties ?? {}).map(
          ([name, property]) => [name, theirs(property, required.has(name) || isHead(name))] as const,
        );
        const actual = [...shape.fields.values()].map((field) => [field.name, ours(field)] as const);
        expect(Object.fromEntries(actual), id).toEqual(Object.fromEntries(expected));
        expect(shape.facts.mapType, `${id}: map type`).toBe(definition?.['x-kubernetes-map-type']);
      }
    });

    it.each(subjects)('$name describes every field', ({ shape: root }) => {
      for (const [id, shape] of objectsBelow(root)) {
        expect(shape.facts.description, id).toMatch(/\.$/);
        for (const { name, facts } of shape.fields.values()) expect(facts.description, `${id}.${name}`).toMatch(/\.$/);
      }
    });
  },
);

const exampleOf = ({ group, version, kind }: KindDefinition): string =>
  `${folder}/kubernetes-api/${group === '' ? 'core' : group}.${version}.${kind}.json`;

/** The value without fields that the definitions do not have: the examples are of a later version than these. */
function known(property: Property, value: unknown): unknown {
  const target = property.$ref === undefined ? property : (definitions.get(idOf(property.$ref)) ?? {});
  if (Array.isArray(value)) return value.map((item) => known(target.items ?? {}, item));
  if (typeof value !== 'object' || value === null) return value;
  const { properties, additionalProperties } = target;
  const kept = Object.entries(value).filter(([name]) => !properties || Object.hasOwn(properties, name));
  return Object.fromEntries(
    kept.map(([name, held]) => [name, known(properties?.[name] ?? additionalProperties ?? {}, held)]),
  );
}

const withExample = kinds.filter((kind) => existsSync(exampleOf(kind)));

describe.skipIf(!present)(
  'objects with every field set (skipped unless GANTRY_ORACLES names a folder with them)',
  () => {
    it('are at hand', () => {
      expect(withExample.map(({ kind }) => kind)).toContain('ConfigMap');
    });

    it.each(withExample.map((kind) => [kind.resource, kind] as const))('%s is decoded whole', (_, kind) => {
      const read: unknown = JSON.parse(readFileSync(exampleOf(kind), 'utf8'));
      const example = known({ $ref: `#/definitions/${kind.shape.facts.id}` }, read);
      const { value, unknown, errors } = decode(kind.shape, example, kind.kind);
      expect({ unknown, errors }).toEqual({ unknown: [], errors: [] });
      expect(value).toEqual(example);
    });
  },
);
