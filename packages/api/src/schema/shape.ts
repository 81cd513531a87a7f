// The tree that everything generic walks: a kind's zod schema, read once, with its facts beside each field.
import { z } from 'zod';
import { type FieldFacts, fieldFacts, type ObjectFacts, objectFacts, type ScalarFormat } from './facts.ts';

export type Shape = ObjectShape | MapShape | ListShape | ScalarShape | AnyShape;

export interface ObjectShape {
  type: 'object';
  facts: ObjectFacts;
  fields: ReadonlyMap<string, FieldShape>;
}

export interface MapShape {
  type: 'map';
  values: Shape;
}

export interface ListShape {
  type: 'list';
  items: Shape;
}

export interface ScalarShape {
  type: 'string' | 'number' | 'boolean';
  format?: ScalarFormat;
}

/** Any JSON, never looked into. */
export interface AnyShape {
  type: 'any';
}

export interface FieldShape {
  name: string;
  facts: FieldFacts;
  shape: Shape;
}

const compiled = new WeakMap<z.ZodType, Shape>();

/**
 * Reads a schema made by `field.ts` into its shape; the same schema gives the same shape.
 * @throws TypeError for a zod type that no field constructor makes
 */
export function shapeOf(schema: z.ZodType): Shape {
  const known = compiled.get(schema);
  if (known) return known;
  const shape = compile(schema);
  compiled.set(schema, shape);
  return shape;
}

/** Like `shapeOf`, for a schema known to be an object. */
export function objectShapeOf(schema: z.ZodType): ObjectShape {
  const shape = shapeOf(schema);
  if (shape.type !== 'object') throw new TypeError(`expected an object schema, got ${shape.type}`);
  return shape;
}

function compile(schema: z.ZodType): Shape {
  if (schema instanceof z.ZodOptional) return shapeOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLazy) return lazyShape(schema);
  if (schema instanceof z.ZodObject) return objectShape(schema);
  if (schema instanceof z.ZodArray) return { type: 'list', items: shapeOf(schema.element as z.ZodType) };
  if (schema instanceof z.ZodRecord) return { type: 'map', values: shapeOf(schema.valueType as z.ZodType) };
  return leafShape(schema);
}

/** A type that holds itself: its shape is looked up when first walked into. */
function lazyShape(schema: z.ZodLazy): Shape {
  const target = () => objectShapeOf(schema.unwrap() as z.ZodType);
  return {
    type: 'object',
    get facts() {
      return target().facts;
    },
    get fields() {
      return target().fields;
    },
  };
}

function objectShape(schema: z.ZodObject): ObjectShape {
  const facts = objectFacts.get(schema);
  if (!facts) throw new TypeError('an object schema without an id: make it with object()');
  const fields = new Map<string, FieldShape>();
  for (const [name, type] of Object.entries(schema.shape)) fields.set(name, fieldShape(facts.id, name, type));
  return { type: 'object', facts, fields };
}

function fieldShape(owner: string, name: string, type: z.ZodType): FieldShape {
  const facts = fieldFacts.get(type);
  if (!facts) throw new TypeError(`${owner}.${name} has no facts: make it with a field constructor`);
  const shape = shapeOf(type);
  const scalar = shape.type === 'string' || shape.type === 'number';
  return { name, facts, shape: scalar && facts.format ? { ...shape, format: facts.format } : shape };
}

function leafShape(schema: z.ZodType): Shape {
  const format = fieldFacts.get(schema)?.format;
  const withFormat = format ? { format } : {};
  if (schema instanceof z.ZodString) return { type: 'string', ...withFormat };
  if (schema instanceof z.ZodNumber) return { type: 'number', ...withFormat };
  if (schema instanceof z.ZodBoolean) return { type: 'boolean' };
  if (schema instanceof z.ZodUnion) return { type: 'string', format: 'int-or-string' };
  if (schema instanceof z.ZodUnknown) return { type: 'any' };
  throw new TypeError(`no shape for zod type ${schema.type}`);
}
