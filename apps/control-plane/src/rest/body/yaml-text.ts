// YAML to JSON text, as Kubernetes reads YAML: 1.2 syntax with the booleans, octals and merge keys of 1.1
// (sigs.k8s.io/yaml). Knows no HTTP: it also runs in a worker thread.
import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, load, mergeTag, NOT_RESOLVED, YAMLException } from 'js-yaml';
import { tooManyValues, valueLimit } from './value-limit.ts';

export interface YamlLimits {
  /** Levels of nesting, aliases followed. */
  depth: number;
  /** Characters and nodes after aliases are expanded. */
  size: number;
}

export interface YamlResult {
  json: string;
  /** Complaints for strict decoding. */
  duplicates: string[];
}

/** Text that is no YAML, or not one document, or too much of it; the message is for the client. */
export class YamlRefused extends Error {}

const octal = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  resolve: (source) => readInteger(source),
  identify: () => false,
});

const schema = CORE_SCHEMA.withTags(boolYaml11Tag, octal, mergeTag);

/** go-yaml: `0644` and `0o644` are octal, `0x1f` and `0b11` as written, `_` separates. */
function readInteger(source: string): number | typeof NOT_RESOLVED {
  const match = /^([+-]?)(0x[0-9a-fA-F_]+|0b[01_]+|0o?[0-7_]+|0|[1-9][0-9_]*)$/.exec(source);
  if (!match) return NOT_RESOLVED;
  const digits = (match[2] ?? '').replaceAll('_', '');
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === '-' ? -value : value;
}

/** @throws YamlRefused */
export function yamlToJson(text: string, limits: YamlLimits): YamlResult {
  const { value, duplicates } = read(text, limits);
  new Measure(limits).visit(value, 0);
  return { json: JSON.stringify(value) ?? 'null', duplicates };
}

function read(text: string, limits: YamlLimits): { value: unknown; duplicates: string[] } {
  try {
    return { value: load(text, { schema, maxDepth: limits.depth }), duplicates: [] };
  } catch (error) {
    const complaint = duplicateComplaint(error, text);
    if (complaint === undefined) throw new YamlRefused(explain(error, text));
    try {
      return { value: load(text, { schema, maxDepth: limits.depth, json: true }), duplicates: [complaint] };
    } catch (second) {
      throw new YamlRefused(explain(second, text));
    }
  }
}

function duplicateComplaint(error: unknown, text: string): string | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key' || !error.mark) return undefined;
  const { line, column } = error.mark;
  const key = /^(?:"([^"]*)"|'([^']*)'|([^:]*?))\s*:/.exec((text.split('\n')[line] ?? '').slice(column));
  return `yaml: unmarshal errors:\n  line ${line + 1}: key ${JSON.stringify(key?.[1] ?? key?.[2] ?? key?.[3] ?? '')} already set in map`;
}

function explain(error: unknown, text: string): string {
  if (!(error instanceof YAMLException)) return 'the text cannot be read';
  const { reason, mark } = error;
  if (reason.includes('expected a single document'))
    return 'two documents in one request body: send one object a request';
  if (reason.includes('input is empty')) return 'the body is empty';
  if (!mark) return reason;
  return `line ${mark.line + 1}, column ${mark.column + 1}: ${reason}${hint(text, reason, mark.line)}`;
}

function hint(text: string, reason: string, line: number): string {
  if (reason.includes('tab characters')) return '; indent with spaces';
  const near = text.split('\n').slice(Math.max(0, line - 1), line + 1);
  return near.some((entry) => /^\s*\/\//.test(entry)) ? '; comments begin with #, not //' : '';
}

/** go-yaml's words. */
const excessiveAliasing = 'document contains excessive aliasing';

/** Walks a value with its aliases expanded, and stops where it grows past the limits. */
class Measure {
  private readonly limits: YamlLimits;
  private size = 0;
  private values = 0;
  private readonly seen = new Set<unknown>();
  private aliased = false;

  constructor(limits: YamlLimits) {
    this.limits = limits;
  }

  visit(value: unknown, depth: number): void {
    if (depth > this.limits.depth) throw new YamlRefused(`the document nests deeper than ${this.limits.depth} levels`);
    this.count(value);
    this.grow(typeof value === 'string' ? value.length : 1);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new YamlRefused('JSON has no value for .nan and .inf');
    if (typeof value !== 'object' || value === null) return;
    for (const [key, entry] of Object.entries(value)) {
      if (!Array.isArray(value)) this.grow(key.length);
      this.visit(entry, depth + 1);
    }
  }

  private count(value: unknown): void {
    this.values += 1;
    if (typeof value === 'object' && value !== null) {
      this.aliased ||= this.seen.has(value);
      this.seen.add(value);
    }
    if (this.values > valueLimit) throw new YamlRefused(this.aliased ? excessiveAliasing : tooManyValues);
  }

  private grow(by: number): void {
    this.size += by;
    if (this.size > this.limits.size) throw new YamlRefused(excessiveAliasing);
  }
}
