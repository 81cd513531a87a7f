// Turns an untrusted JSON value into a fresh object of a shape: unknown fields dropped and named, types and formats
// checked in the words of Kubernetes' strict decoder (sigs.k8s.io/json). First step of every write; defaulting follows.
import { DecodeContext } from './decode-context.ts';
import { type Decoder, scalarDecoder, wellFormed, zeroScalar } from './decode-scalar.ts';
import { goType, jsonKind, structName } from './go-type.ts';
import { setOwn } from './own-property.ts';
import type { FieldShape, ListShape, MapShape, ObjectShape, Shape } from './shape.ts';

export interface Decoded {
  /** Fresh throughout: shares nothing mutable with the input. Without meaning when there are errors. */
  value: Record<string, unknown>;
  /** `unknown field "spec.containers[0].foo"`, at most 100. */
  unknown: string[];
  /** Type and format errors in Kubernetes' words, which reports the first; at most 100. */
  errors: string[];
}

/**
 * Decodes a value by a shape. Never throws; nesting deeper than 512 is an error.
 * @param typeName Go's name of the outermost type in errors, usually the kind
 */
export function decode(shape: ObjectShape, value: unknown, typeName: string): Decoded {
  const context = new DecodeContext();
  if (!isRecord(value)) {
    context.mismatch(value === null ? 'null' : jsonKind(value), goType(shape));
    return { value: {}, unknown: context.unknown, errors: context.errors };
  }
  const decoded = objectDecoder(shape, typeName)(value, context);
  return { value: isRecord(decoded) ? decoded : {}, unknown: context.unknown, errors: context.errors };
}

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const decoders = new WeakMap<Shape, Decoder>();

function decoderOf(shape: Shape): Decoder {
  const known = decoders.get(shape);
  if (known) return known;
  const decoder = compile(shape);
  decoders.set(shape, decoder);
  return decoder;
}

function compile(shape: Shape): Decoder {
  switch (shape.type) {
    case 'object':
      return objectDecoder(shape, structName(shape));
    case 'map':
      return mapDecoder(shape);
    case 'list':
      return listDecoder(shape);
    case 'any':
      return copyJson;
    default:
      return scalarDecoder(shape);
  }
}

const fieldDecoders = new WeakMap<ObjectShape, ReadonlyMap<string, Decoder>>();

/** Compiled when first walked into, because types may hold themselves. */
function fieldDecodersOf(shape: ObjectShape): ReadonlyMap<string, Decoder> {
  const known = fieldDecoders.get(shape);
  if (known) return known;
  const table = new Map([...shape.fields].map(([name, field]) => [name, fieldDecoder(field)]));
  fieldDecoders.set(shape, table);
  return table;
}

/** An empty list or map is an absent one, as Go's `omitempty` has it; a required one is left for validation to name. */
function fieldDecoder({ shape, facts }: FieldShape): Decoder {
  const decoder = decoderOf(shape);
  if (facts.required || (shape.type !== 'map' && shape.type !== 'list')) return decoder;
  return (value, context) => {
    const decoded = decoder(value, context);
    return typeof decoded === 'object' && decoded !== null && Object.keys(decoded).length === 0 ? undefined : decoded;
  };
}

function objectDecoder(shape: ObjectShape, struct: string): Decoder {
  return (value, context) => {
    if (!isRecord(value)) return mismatch(shape, value, context);
    if (!context.descend()) return undefined;
    const outer = context.struct;
    context.struct = struct;
    const decoded = decodeFields(fieldDecodersOf(shape), value, context);
    context.struct = outer;
    context.ascend();
    return decoded;
  };
}

function decodeFields(
  table: ReadonlyMap<string, Decoder>,
  value: Record<string, unknown>,
  context: DecodeContext,
): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const decoder = table.get(name);
    if (!decoder) {
      context.unknownField(name);
      continue;
    }
    const entry = value[name];
    if (entry === null || entry === undefined) continue;
    context.enterField(name);
    const result = decoder(entry, context);
    context.leaveField();
    // `name` is a field of the schema here, never one of the sender's choosing.
    if (result !== undefined) decoded[name] = result;
  }
  return decoded;
}

function mismatch(shape: Shape, value: unknown, context: DecodeContext): undefined {
  context.mismatch(jsonKind(value), goType(shape));
  return undefined;
}

function mapDecoder(shape: MapShape): Decoder {
  const decodeEntry = decoderOfEntry(shape.values);
  return (value, context) => {
    if (!isRecord(value)) return mismatch(shape, value, context);
    if (!context.descend()) return undefined;
    const decoded: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      context.enterStep(key);
      const result = decodeEntry(value[key], context);
      context.leaveStep();
      if (result !== undefined) setOwn(decoded, wellFormed(key), result);
    }
    context.ascend();
    return decoded;
  };
}

function listDecoder(shape: ListShape): Decoder {
  const decodeEntry = decoderOfEntry(shape.items);
  return (value, context) => {
    if (!Array.isArray(value)) return mismatch(shape, value, context);
    if (!context.descend()) return undefined;
    const decoded: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      context.enterStep(index);
      const result = decodeEntry(value[index], context);
      context.leaveStep();
      if (result !== undefined) decoded.push(result);
    }
    context.ascend();
    return decoded;
  };
}

/** Entries of lists and maps: `null` is the zero value, as in Go. Compiled when first met, for recursive types. */
function decoderOfEntry(shape: Shape): Decoder {
  let decoder: Decoder | undefined;
  return (value, context) => {
    if (value === null || value === undefined) return zero(shape);
    decoder ??= decoderOf(shape);
    return decoder(value, context);
  };
}

function zero(shape: Shape): unknown {
  switch (shape.type) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'any':
      return null;
    default:
      return zeroScalar(shape);
  }
}

/** Copies JSON that no schema describes. */
const copyJson: Decoder = (value, context) => {
  switch (typeof value) {
    case 'string':
      return wellFormed(value);
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      break;
    case 'object':
      return copyNested(value, context);
  }
  context.fail(`json: unsupported value: ${String(value)}`);
  return undefined;
};

function copyNested(value: object | null, context: DecodeContext): unknown {
  if (value === null) return null;
  if (!context.descend()) return undefined;
  const copy = Array.isArray(value)
    ? value.map((entry: unknown) => copyJson(entry, context))
    : copyEntries(value, context);
  context.ascend();
  return copy;
}

function copyEntries(value: object, context: DecodeContext): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const result = copyJson(entry, context);
    if (result !== undefined) setOwn(copy, wellFormed(key), result);
  }
  return copy;
}
