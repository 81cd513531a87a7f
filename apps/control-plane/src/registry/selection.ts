// Which objects a list or watch is about: namespace, labels, fields, read once per request.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { type FieldTerm, parseFieldSelector } from '@gantry/api/selectors/field-selector';
import { parseLabelSelector } from '@gantry/api/selectors/label-selector';

export interface SelectionQuery {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface Selection {
  /** Absent: all namespaces. */
  namespace: string | undefined;
  /** The one name it can be; absent: any. */
  name: string | undefined;
  /** Absent: every object in the namespace. */
  matches: ((object: KubeObject) => boolean) | undefined;
  /** Equal for selections that choose alike. */
  key: string;
}

/** @throws StatusError 400 for a selector that cannot be read */
export function selectionOf(kind: KindDefinition, query: SelectionQuery): Selection {
  const { labelSelector = '', fieldSelector = '' } = query;
  let namespace = kind.scope === 'Namespaced' && query.namespace !== '' ? query.namespace : undefined;
  let name: string | undefined;
  const tests: ((object: KubeObject) => boolean)[] = [];
  if (labelSelector !== '') {
    const labels = parseLabelSelector(labelSelector);
    tests.push(({ metadata }) => labels.matches(metadata.labels ?? {}));
  }
  if (fieldSelector !== '') {
    const fields = parseFieldSelector(fieldSelector, kind);
    tests.push((object) => fields.matches(object));
    name = required(fields.terms, 'metadata.name');
    if (kind.scope === 'Namespaced') namespace ??= required(fields.terms, 'metadata.namespace');
  }
  return {
    namespace,
    name,
    matches: tests.length === 0 ? undefined : (object) => tests.every((test) => test(object)),
    key: JSON.stringify([namespace ?? null, labelSelector, fieldSelector]),
  };
}

/** The value a field must have, when the selector states one. */
const required = (terms: readonly FieldTerm[], field: string): string | undefined =>
  terms.find((term) => term.field === field && term.operator === '=')?.value;
