// The routes of a kind, from its definition: collection, all namespaces, object, subresources.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { Verb } from './attributes.ts';
import type { Method, Route } from './route.ts';
import type { Services } from './services.ts';
import { subresourcesOf } from './subresources/index.ts';
import {
  createObject,
  deleteObject,
  deleteObjects,
  getObject,
  type Handler,
  listObjects,
  patchObject,
  type Subject,
  updateObject,
} from './verbs.ts';

interface Operation {
  method: Method;
  verb: Verb;
  handler(services: Services, subject: Subject): Handler;
}

const onCollection: readonly Operation[] = [
  { method: 'GET', verb: 'list', handler: listObjects },
  { method: 'POST', verb: 'create', handler: createObject },
];

const onEveryObject: Operation = { method: 'DELETE', verb: 'deletecollection', handler: deleteObjects };

const onObject: readonly Operation[] = [
  { method: 'GET', verb: 'get', handler: getObject },
  { method: 'PUT', verb: 'update', handler: updateObject },
  { method: 'PATCH', verb: 'patch', handler: patchObject },
  { method: 'DELETE', verb: 'delete', handler: deleteObject },
];

/** Path of a group-version: `/api/v1`, `/apis/coordination.k8s.io/v1`. */
export const groupVersionPath = ({ group, version }: Pick<KindDefinition, 'group' | 'version'>): string =>
  group === '' ? `/api/${version}` : `/apis/${group}/${version}`;

export interface KindPaths {
  collection: string;
  /** Collection over all namespaces; only for kinds that live in them. */
  everywhere?: string;
  object: string;
}

export function pathsOf(kind: KindDefinition): KindPaths {
  const base = groupVersionPath(kind);
  if (kind.scope === 'Cluster') return { collection: `${base}/${kind.plural}`, object: `${base}/${kind.plural}/:name` };
  const collection = `${base}/namespaces/:namespace/${kind.plural}`;
  return { collection, everywhere: `${base}/${kind.plural}`, object: `${collection}/:name` };
}

/** Namespaces go one at a time: their content has to go first (no deletecollection in kube-apiserver either). */
const deletesCollections = (kind: KindDefinition): boolean => kind.resource !== 'namespaces';

/** What the collection and the objects of a kind take. */
export function operationsOf(kind: KindDefinition): { collection: readonly Operation[]; object: readonly Operation[] } {
  return { collection: deletesCollections(kind) ? [...onCollection, onEveryObject] : onCollection, object: onObject };
}

/** @throws TypeError when the kind states a subresource that is not served */
export function resourceRoutes(services: Services): Route[] {
  return services.kinds.flatMap((kind) => kindRoutes(services, kind));
}

function kindRoutes(services: Services, kind: KindDefinition): Route[] {
  const paths = pathsOf(kind);
  const make = (url: string, subject: Subject) => (operation: Operation) =>
    route(services, { url, subject, operation });
  const { collection, object } = operationsOf(kind);
  return [
    ...collection.map(make(paths.collection, { kind })),
    ...(paths.everywhere === undefined
      ? []
      : collection.filter(({ verb }) => verb === 'list').map(make(paths.everywhere, { kind }))),
    ...object.map(make(paths.object, { kind })),
    ...subresourcesOf(kind).flatMap(({ name, operations }) =>
      operations.map(make(`${paths.object}/${name}`, { kind, subresource: name })),
    ),
  ];
}

interface Making {
  url: string;
  subject: Subject;
  operation: Operation;
}

function route(services: Services, { url, subject, operation }: Making): Route {
  const { group, version, plural } = subject.kind;
  return {
    method: operation.method,
    url,
    attributes: {
      type: 'resource',
      verb: operation.verb,
      group,
      version,
      resource: plural,
      ...(subject.subresource && { subresource: subject.subresource }),
    },
    handle: operation.handler(services, subject),
  };
}
