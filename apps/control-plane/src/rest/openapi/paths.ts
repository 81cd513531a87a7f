// Paths and operations of one group and version, from the route table.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { Verb } from '../attributes.ts';
import type { GroupVersion } from '../discovery/group-versions.ts';
import { groupVersionPath, operationsOf, pathsOf } from '../resource-routes.ts';
import type { Method } from '../route.ts';
import { subresourcesOf } from '../subresources/index.ts';
import {
  createParameters,
  deleteParameters,
  listParameters,
  nameInPath,
  namespaceInPath,
  type Parameter,
  patchParameters,
  pretty,
} from './parameters.ts';

export const reference = (id: string) => ({ $ref: `#/components/schemas/${id}` });

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const statusId = `${meta}.Status`;
const deleteOptionsId = `${meta}.DeleteOptions`;
export const patchId = `${meta}.Patch`;

export const listId = (kind: KindDefinition): string => `${kind.shape.facts.id}List`;

interface OperationFacts {
  kind: KindDefinition;
  verb: Verb;
  /** Component of the body and of the answer. */
  component: string;
  type: { group: string; version: string; kind: string };
  /** Distinguishes the operation's id. */
  part: string;
}

type PathItem = Partial<Record<Lowercase<Method>, unknown>> & { parameters?: readonly Parameter[] };

/** @param componentFor component id of a type that is no kind of ours (`TokenRequest`) */
export function pathsOfGroup(
  { kinds, ...groupVersion }: GroupVersion,
  componentFor: (type: OperationFacts['type']) => string,
): Record<string, PathItem> {
  const paths: Record<string, PathItem> = { [`${groupVersionPath(groupVersion)}/`]: {} };
  for (const kind of kinds) Object.assign(paths, pathsOfKind(kind), subresourcePaths(kind, componentFor));
  return paths;
}

const braces = (url: string): string => url.replace(/:(\w+)/g, '{$1}');

function pathsOfKind(kind: KindDefinition): Record<string, PathItem> {
  const { collection, everywhere, object } = pathsOf(kind);
  const operations = operationsOf(kind);
  const inNamespace = kind.scope === 'Namespaced' ? [namespaceInPath] : [];
  const { group, version, shape } = kind;
  const facts = { kind, component: shape.facts.id, type: { group, version, kind: kind.kind } };
  const part = kind.scope === 'Namespaced' ? 'Namespaced' : '';
  return {
    [braces(collection)]: pathItem(operations.collection, { ...facts, part }, inNamespace),
    [braces(object)]: pathItem(operations.object, { ...facts, part }, [nameInPath(kind.kind), ...inNamespace]),
    ...(everywhere && {
      [everywhere]: pathItem(
        operations.collection.filter(({ verb }) => verb === 'list'),
        { ...facts, part: 'ForAllNamespaces' },
        [],
      ),
    }),
  };
}

function subresourcePaths(
  kind: KindDefinition,
  componentFor: (type: OperationFacts['type']) => string,
): Record<string, PathItem> {
  const inNamespace = kind.scope === 'Namespaced' ? [namespaceInPath] : [];
  const { object } = pathsOf(kind);
  const entries = subresourcesOf(kind).map((subresource) => {
    const type = subresource.type(kind);
    const component = type.kind === kind.kind ? kind.shape.facts.id : componentFor(type);
    const part = `${inNamespace.length > 0 ? 'Namespaced' : ''}${kind.kind}${capital(subresource.name)}`;
    const item = pathItem(subresource.operations, { kind, component, type, part }, [
      nameInPath(kind.kind),
      ...inNamespace,
    ]);
    return [braces(`${object}/${subresource.name}`), item];
  });
  return Object.fromEntries(entries);
}

function pathItem(
  operations: readonly { method: Method; verb: Verb }[],
  facts: Omit<OperationFacts, 'verb'>,
  parameters: readonly Parameter[],
): PathItem {
  const item: PathItem = { parameters: [...parameters, pretty] };
  for (const { method, verb } of operations) {
    item[method.toLowerCase() as Lowercase<Method>] = operation({ ...facts, verb });
  }
  return item;
}

const parametersOf: Partial<Record<Verb, readonly Parameter[]>> = {
  list: listParameters,
  create: createParameters,
  update: createParameters,
  patch: patchParameters,
  delete: deleteParameters,
  deletecollection: [...deleteParameters, ...listParameters],
};

/** `x-kubernetes-action`. */
const actions: Partial<Record<Verb, string>> = { create: 'post', update: 'put' };

function operation(facts: OperationFacts): unknown {
  const { kind, verb, type } = facts;
  const body = requestBody(facts);
  return {
    tags: [`${kind.group.split('.')[0] || 'core'}_${kind.version}`],
    description: `${verb} ${facts.component.split('.').at(-1)}`,
    operationId: operationId(facts),
    ...(parametersOf[verb] && { parameters: parametersOf[verb] }),
    ...(body !== undefined && { requestBody: body }),
    responses: responses(facts),
    'x-kubernetes-action': actions[verb] ?? verb,
    'x-kubernetes-group-version-kind': type,
  };
}

const idVerbs: Partial<Record<Verb, string>> = { get: 'read', update: 'replace', deletecollection: 'deleteCollection' };

function operationId({ kind, verb, part, type }: OperationFacts): string {
  const group = capital(kind.group.split('.')[0] || 'core');
  const base = `${idVerbs[verb] ?? verb}${group}${capital(kind.version)}`;
  if (part === 'ForAllNamespaces') return `${base}${kind.kind}${part}`;
  return part === '' || part === 'Namespaced' ? `${base}${part}${type.kind}` : `${base}${part}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

const content = (types: readonly string[], id: string) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: reference(id) }])),
});

function requestBody({ verb, component }: OperationFacts): unknown {
  switch (verb) {
    case 'create':
    case 'update':
      return { ...content(['application/json', 'application/yaml'], component), required: true };
    case 'patch':
      return { ...content(patchTypes, patchId), required: true };
    case 'delete':
    case 'deletecollection':
      return content(['application/json', 'application/yaml'], deleteOptionsId);
    default:
      return undefined;
  }
}

function responses({ verb, component, kind }: OperationFacts): unknown {
  const types = ['application/json', 'application/yaml'];
  const answer = (description: string, id: string) => ({ description, ...content(types, id) });
  switch (verb) {
    case 'list':
      return { 200: answer('OK', listId(kind)) };
    case 'create':
      return { 201: answer('Created', component) };
    case 'update':
    case 'patch':
      return { 200: answer('OK', component), 201: answer('Created', component) };
    case 'delete':
      return { 200: answer('OK', statusId) };
    case 'deletecollection':
      return { 200: answer('OK', listId(kind)) };
    default:
      return { 200: answer('OK', component) };
  }
}
