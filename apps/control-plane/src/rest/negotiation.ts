// Which form an answer takes, from the Accept header: JSON or YAML, the object itself or a view of it.
import { StatusError } from '@gantry/api/meta/status-error';

export type View = 'Table' | 'PartialObjectMetadata' | 'APIGroupDiscoveryList';

export interface Form {
  format: 'json' | 'yaml';
  view?: View;
  /** Version of the view asked for. */
  version?: string;
}

interface Clause {
  type: string;
  parameters: ReadonlyMap<string, string>;
  quality: number;
}

const clauseLimit = 50;
const viewVersions: Readonly<Record<View, { group: string; versions: readonly string[] }>> = {
  Table: { group: 'meta.k8s.io', versions: ['v1', 'v1beta1'] },
  PartialObjectMetadata: { group: 'meta.k8s.io', versions: ['v1', 'v1beta1'] },
  APIGroupDiscoveryList: { group: 'apidiscovery.k8s.io', versions: ['v2', 'v2beta1'] },
};
const formats: Readonly<Record<string, Form['format']>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
  // Not written here; clients that ask for it read JSON just as well.
  'application/vnd.kubernetes.protobuf': 'json',
};

/**
 * @param accept header; empty means JSON
 * @param views which views the endpoint can give beside the object itself
 * @throws StatusError 406 when nothing the client accepts can be given
 */
export function negotiate(accept: string, views: readonly View[]): Form {
  if (accept.trim() === '') return { format: 'json' };
  for (const clause of clausesOf(accept)) {
    const form = formOf(clause, views);
    if (form) return form;
  }
  throw new StatusError(
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
}

/** Best first; equal quality keeps the client's order, and protobuf stands behind what is really written. */
function clausesOf(accept: string): Clause[] {
  const isProtobuf = ({ type }: Clause) => type === 'application/vnd.kubernetes.protobuf';
  return accept
    .split(',', clauseLimit)
    .map(clauseOf)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || Number(isProtobuf(a)) - Number(isProtobuf(b)));
}

function clauseOf(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const at = part.indexOf('=');
    if (at > 0) parameters.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  const quality = Number(parameters.get('q') ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
}

function formOf({ type, parameters }: Clause, views: readonly View[]): Form | undefined {
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined;
  if (!format) return undefined;
  const as = parameters.get('as');
  if (as === undefined) return { format };
  const view = views.find((name) => as === name || (name === 'PartialObjectMetadata' && as === `${name}List`));
  if (!view) return undefined;
  const { group, versions } = viewVersions[view];
  const version = parameters.get('v') ?? '';
  return parameters.get('g') === group && versions.includes(version) ? { format, view, version } : undefined;
}
