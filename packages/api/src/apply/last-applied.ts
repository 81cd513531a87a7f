// kubectl's annotation of client-side apply, beside server-side apply: `kubectl` may take over what the annotation
// shows it set itself, and the annotation follows what it applies, so that users can go back
// (k8s.io/apimachinery managedfields/internal: lastappliedmanager.go, lastappliedupdater.go, lastapplied.go).
import { isJsonObject, type JsonObject } from '../patch/json-value.ts';
import { getOwn } from '../schema/own-property.ts';
import type { ObjectShape } from '../schema/shape.ts';
import { checkApplied } from './check-applied.ts';
import { compareObjects } from './compare.ts';
import { FieldSet } from './field-set.ts';
import { goJson } from './path-element.ts';
import { toFieldSet } from './to-field-set.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Bytes all annotations of an object may have together. */
const maxAnnotations = 256 * 1024;

const annotationsOf = ({ metadata }: JsonObject): JsonObject => {
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  return isJsonObject(annotations) ? annotations : {};
};

/** Fields that client-side apply set and that are as it left them. */
export function clientAppliedFields(shape: ObjectShape, live: JsonObject, apiVersion: string): FieldSet {
  const lastApplied = readLastApplied(live);
  if (lastApplied?.apiVersion !== apiVersion || checkApplied(shape, lastApplied).length > 0) return FieldSet.empty;
  const { added, modified, removed } = compareObjects(shape, lastApplied, live);
  return toFieldSet(shape, lastApplied).difference(modified).difference(added).difference(removed);
}

function readLastApplied(live: JsonObject): JsonObject | undefined {
  const text = getOwn(annotationsOf(live), annotation);
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Brings the annotation, where there is one, up to date with what was applied. */
export function syncLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  const current = getOwn(annotations, annotation);
  if (typeof current !== 'string' || current === '') return object;
  const { [annotation]: _, ...others } = annotations;
  const updated = { ...others, [annotation]: `${goJson(withoutAnnotation(applied))}\n` };
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, annotations: sizeOf(updated) > maxAnnotations ? others : updated } };
}

function withoutAnnotation(applied: JsonObject): JsonObject {
  const annotations = annotationsOf(applied);
  if (!Object.hasOwn(annotations, annotation) || !isJsonObject(applied.metadata)) return applied;
  const { [annotation]: _, ...others } = annotations;
  return { ...applied, metadata: { ...applied.metadata, annotations: others } };
}

function sizeOf(annotations: JsonObject): number {
  const encoder = new TextEncoder();
  const length = (text: unknown) => encoder.encode(String(text)).length;
  return Object.entries(annotations).reduce((sum, [key, value]) => sum + length(key) + length(value), 0);
}
