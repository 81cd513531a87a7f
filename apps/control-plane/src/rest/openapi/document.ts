// OpenAPI v3 documents, one for each group and version, and the small v2 document for those who ask for JSON.
import { TokenRequest } from '@gantry/api/kinds/authentication/token-request';
import { Binding } from '@gantry/api/kinds/core/binding';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { DeleteOptions } from '@gantry/api/meta/delete-options';
import { ListMeta } from '@gantry/api/meta/list-meta';
import { Status } from '@gantry/api/meta/status';
import { componentSchemas } from '@gantry/api/schema/openapi';
import { type ObjectShape, objectShapeOf } from '@gantry/api/schema/shape';
import type { GroupVersion } from '../discovery/group-versions.ts';
import { listId, patchId, pathsOfGroup, reference } from './paths.ts';

type Type = { group: string; version: string; kind: string };

const metaShapes = [DeleteOptions, ListMeta, Status].map((schema) => objectShapeOf(schema));

/** Types of subresources' bodies that are no kinds of their own. */
const bodies: readonly { type: Type; shape: ObjectShape }[] = [
  {
    type: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
    shape: objectShapeOf(TokenRequest),
  },
  { type: { group: '', version: 'v1', kind: 'Binding' }, shape: Binding.shape },
];

/** @param version of the server, as /version says it */
export function openApiDocument(groupVersion: GroupVersion, version: string): unknown {
  const used = new Set<(typeof bodies)[number]>();
  const componentFor = (type: Type): string => {
    const body = bodies.find((entry) => entry.type.kind === type.kind && entry.type.group === type.group);
    if (!body) throw new TypeError(`no schema for the subresource type ${type.kind}`);
    used.add(body);
    return body.shape.facts.id;
  };
  const paths = pathsOfGroup(groupVersion, componentFor);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version },
    paths,
    components: { schemas: schemasOf(groupVersion.kinds, [...used]) },
  };
}

function schemasOf(kinds: readonly KindDefinition[], bodyTypes: readonly (typeof bodies)[number][]) {
  const types = new Map<string, Type[]>([
    ...kinds.map(({ shape, group, version, kind }): [string, Type[]] => [shape.facts.id, [{ group, version, kind }]]),
    ...bodyTypes.map(({ type, shape }): [string, Type[]] => [shape.facts.id, [type]]),
  ]);
  const shapes = [...kinds.map(({ shape }) => shape), ...bodyTypes.map(({ shape }) => shape), ...metaShapes];
  const schemas = componentSchemas(shapes, (id) => types.get(id));
  return sorted({
    ...schemas,
    ...Object.fromEntries(kinds.map((kind) => [listId(kind), listSchema(kind)])),
    [patchId]: { description: 'A patch; its form depends on the content type.', type: 'object' },
  });
}

const sorted = (schemas: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));

function listSchema(kind: KindDefinition): unknown {
  const { group, version, shape } = kind;
  return {
    description: `A list of objects of kind ${kind.kind}.`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { description: 'Group and version of the list.', type: 'string' },
      items: {
        description: 'The objects.',
        type: 'array',
        items: { allOf: [reference(shape.facts.id)], default: {} },
      },
      kind: { description: 'Kind of the list.', type: 'string' },
      metadata: {
        description: 'Version of the list and where to read on.',
        allOf: [reference('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta')],
        default: {},
      },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: `${kind.kind}List` }],
  };
}

/** Swagger 2.0 with the definitions only. */
export function swaggerDocument(groupVersions: readonly GroupVersion[], version: string): unknown {
  const schemas = schemasOf(
    groupVersions.flatMap(({ kinds }) => kinds),
    bodies,
  );
  const definitions: unknown = JSON.parse(
    JSON.stringify(schemas).replaceAll('"#/components/schemas/', '"#/definitions/'),
  );
  return { swagger: '2.0', info: { title: 'Kubernetes', version }, paths: {}, definitions };
}
