// Field selectors of a query (`status.phase!=Running`), over the fields a kind offers. Grammar and errors are
// Kubernetes' (k8s.io/apimachinery/pkg/fields/selector.go).
import type { KindDefinition } from '../kinds/define-kind.ts';
import type { KubeObject } from '../meta/object-meta.ts';
import { badRequest } from '../meta/status-error.ts';
import { getOwn } from '../schema/own-property.ts';

export interface FieldTerm {
  field: string;
  operator: '=' | '!=';
  value: string;
}

export interface FieldSelectorMatcher<T extends KubeObject = KubeObject> {
  /** True when nothing is asked for: every object matches. */
  readonly empty: boolean;
  readonly terms: readonly FieldTerm[];
  matches(object: T): boolean;
}

/** What of a kind selectors read. */
export type SelectableKind<T extends KubeObject> = Pick<KindDefinition<T>, 'selectableFields'>;

/**
 * Reads a selector. Time and memory are linear in its length.
 * @throws StatusError 400 for a text that is no selector or names a field the kind does not offer
 */
export function parseFieldSelector<T extends KubeObject>(
  text: string,
  kind: SelectableKind<T>,
): FieldSelectorMatcher<T> {
  const parts = split(text).filter((part) => part !== '');
  const conditions = parts.map((part) => condition(part, text, kind));
  return {
    empty: conditions.length === 0,
    terms: conditions.map(({ term }) => term),
    matches: (object) =>
      conditions.every(({ term, read }) => (read(object) === term.value) === (term.operator === '=')),
  };
}

function condition<T extends KubeObject>(part: string, text: string, kind: SelectableKind<T>) {
  const match = /^([^=!]*(?:!(?!=)[^=!]*)*)(!=|==?)/.exec(part);
  if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
  const [whole, field = '', sign] = match;
  const term: FieldTerm = { field, operator: sign === '!=' ? '!=' : '=', value: unescaped(part.slice(whole.length)) };
  return { term, read: readerOf(field, kind) };
}

/** Splits at commas that no backslash stands before. */
function split(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ',') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** In a value `\`, `,` and `=` are written with a backslash in front. */
function unescaped(value: string): string {
  // Each piece is an escape, a lone backslash or another character, so the first bad one is found in one pass.
  return value.replace(/\\[\s\S]?|[,=]/g, (piece) => {
    if (/^\\[\\,=]$/.test(piece)) return piece.slice(1);
    if (piece.startsWith('\\')) throw badRequest(`invalid field selector: invalid escape sequence: ${piece}`);
    // Go prints the character's number.
    throw badRequest(`invalid field selector: unescaped character in value: ${piece.charCodeAt(0)}`);
  });
}

type Reader<T> = (object: T) => string;

function readerOf<T extends KubeObject>(field: string, { selectableFields }: SelectableKind<T>): Reader<T> {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name ?? '';
  if (field === 'metadata.namespace') return ({ metadata }) => metadata.namespace ?? '';
  if (!selectableFields) {
    const shown = JSON.stringify(field);
    throw badRequest(`${shown} is not a known field selector: only "metadata.name", "metadata.namespace"`);
  }
  const known = getOwn(selectableFields, field) === undefined ? undefined : selectableFields[field];
  if (!known) throw badRequest(`field label not supported: ${field}`);
  return known;
}
