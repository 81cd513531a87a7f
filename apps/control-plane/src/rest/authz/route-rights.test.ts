// Every route, every verb, every kind of caller: the table of who may do what, from the routes themselves.
// The expectation is stated here on its own terms, so that a new route is refused until somebody allows it.
import { kinds } from '@gantry/api/kinds';
import { describe, expect, test } from 'vitest';
import { createLogger } from '../../logger.ts';
import { newKey } from '../../pki/certificate.ts';
import type { Registry, UserInfo } from '../../registry/registry.ts';
import { createApiHandler } from '../api-server.ts';
import { Authenticator } from '../authn/authenticator.ts';
import { ServiceAccountTokens } from '../authn/service-account-token.ts';
import { BodyParser } from '../body/parse-body.ts';
import { YamlThread } from '../body/yaml-thread.ts';
import { Query } from '../query.ts';
import { requestAttributes } from '../request-attributes.ts';
import type { Route } from '../route.ts';
import { refuseMethod, routeTable } from '../route-table.ts';
import { WatchStreams } from '../watch/watch-streams.ts';
import { administrators } from './administrators.ts';
import { Authorizer } from './authorizer.ts';
import { type BoundPods, nodes } from './nodes.ts';
import { publicPaths } from './public-paths.ts';

const untouched = async (): Promise<never> => {
  throw new Error('authorization must not reach the registry');
};
const registry: Registry = {
  get: untouched,
  list: untouched,
  watch: untouched,
  create: untouched,
  update: untouched,
  patch: untouched,
  delete: untouched,
  deleteCollection: untouched,
};

/** On node n1 runs the pod `mine`, which refers to the secret and config map of that name. */
const pods: BoundPods = {
  isBound: async ({ name }, node) => node === 'n1' && name === 'mine',
  isReferenced: async (_kind, { name }, node) => node === 'n1' && name === 'mine',
};

const authorizer = new Authorizer([administrators, publicPaths, nodes(pods)]);
const thread = new YamlThread({ entry: new URL('file:///never-started.js'), timeLimit: 1 });
const routes = routeTable(
  {
    registry,
    kinds,
    parser: new BodyParser(thread),
    tokens: new ServiceAccountTokens({ key: await newKey(), uidOf: untouched, clock: Date.now }),
    watches: new WatchStreams(registry),
  },
  { livez: [], readyz: [] },
);

const authenticated = 'system:authenticated';
const users = {
  administrator: { name: 'kubernetes-admin', groups: ['system:masters', authenticated] },
  node: { name: 'system:node:n1', groups: ['system:nodes', authenticated] },
  'other node': { name: 'system:node:n2', groups: ['system:nodes', authenticated] },
  'nameless node': { name: 'system:node:', groups: ['system:nodes', authenticated] },
  'pretended node': { name: 'system:node:n1', groups: [authenticated] },
  'service account': {
    name: 'system:serviceaccount:default:robot',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', authenticated],
  },
  person: { name: 'jane', groups: ['team-a', authenticated] },
  anonymous: { name: 'system:anonymous', groups: ['system:unauthenticated'] },
} satisfies Record<string, UserInfo>;

type Caller = keyof typeof users;

interface Asked {
  route: Route;
  name: string;
  namespace: string;
  query: string;
}

/** Each route with names that concern the node n1 and names that do not. */
const nameInUrl = /:name(?!space)/;

const asked: Asked[] = routes.flatMap((route) => {
  const names = nameInUrl.test(route.url) ? ['n1', 'n2', 'mine', 'other'] : [''];
  const namespaces = route.url.includes(':namespace') ? ['default', 'kube-node-lease'] : [''];
  const list = route.attributes.type === 'resource' && route.attributes.verb === 'list';
  const queries = list
    ? [
        '',
        'watch=true',
        'fieldSelector=spec.nodeName%3Dn1',
        'fieldSelector=metadata.name%3Dn1',
        'fieldSelector=metadata.name%3Dmine',
        // One term each, whose value holds a comma: they select nearly everything.
        'fieldSelector=metadata.name!%3Dx%5C,spec.nodeName%3Dn1',
        'fieldSelector=metadata.name!%3Dx%5C,metadata.name%3Dn1',
      ]
    : [''];
  return names.flatMap((name) =>
    namespaces.flatMap((namespace) => queries.map((query) => ({ route, name, namespace, query }))),
  );
});

const attributesOf = ({ route, name, namespace, query }: Asked) =>
  requestAttributes(route.attributes, {
    method: route.method,
    path: route.url.replace(nameInUrl, name).replace(':namespace', namespace),
    query: new Query(query),
    name,
    namespace,
  });

/** `verb resource/subresource namespace/name selector` of what the node n1 may do; nothing else. */
const nodeMay: ReadonlySet<string> = new Set([
  'create nodes/ /',
  'get nodes/ /n1',
  'update nodes/ /n1',
  'patch nodes/ /n1',
  'list nodes/ / metadata.name=n1',
  'get nodes/status /n1',
  'update nodes/status /n1',
  'patch nodes/status /n1',
  'create leases/ kube-node-lease/',
  'get leases/ kube-node-lease/n1',
  'update leases/ kube-node-lease/n1',
  'patch leases/ kube-node-lease/n1',
  ...['', 'default', 'kube-node-lease'].map((namespace) => `list pods/ ${namespace}/ spec.nodeName=n1`),
  ...['default', 'kube-node-lease'].flatMap((namespace) => [
    `get pods/ ${namespace}/mine`,
    `delete pods/ ${namespace}/mine`,
    `get pods/status ${namespace}/mine`,
    `update pods/status ${namespace}/mine`,
    `patch pods/status ${namespace}/mine`,
    `create events/ ${namespace}/`,
    // An event's name is free: the node writes about its pods under names it makes.
    ...['n1', 'n2', 'mine', 'other'].flatMap((name) =>
      ['update', 'patch'].map((verb) => `${verb} events/ ${namespace}/${name}`),
    ),
    ...['secrets', 'configmaps'].flatMap((resource) => [
      `get ${resource}/ ${namespace}/mine`,
      `list ${resource}/ ${namespace}/ metadata.name=mine`,
    ]),
  ]),
]);

function expected(caller: Caller, question: Asked): boolean {
  const { attributes } = question.route;
  if (caller === 'administrator') return true;
  if (attributes.type === 'path') return mayReadPath(caller, question.route);
  if (caller === 'node') return nodeMay.has(keyOf(question));
  return caller === 'other node' && otherNodeMay(question);
}

function mayReadPath(caller: Caller, { method, url }: Route): boolean {
  if (method !== 'GET') return false;
  const open = /^\/(livez|readyz|healthz|version)/.test(url);
  return open || (caller !== 'anonymous' && /^\/(api|apis|openapi)/.test(url));
}

function keyOf({ route: { attributes }, name, namespace, query }: Asked): string {
  if (attributes.type === 'path') return '';
  const { verb, resource, subresource = '' } = attributes;
  const selector = new Query(query).text('fieldSelector');
  return `${verb} ${resource}/${subresource} ${namespace}/${name}${selector === '' ? '' : ` ${selector}`}`;
}

/** Node n2 stands where n1 stands for what is named after nodes; no pod of its own is there. */
function otherNodeMay(question: Asked): boolean {
  const key = keyOf(question).replace(/\bn([12])\b/g, (_, digit) => (digit === '1' ? 'n2' : 'n1'));
  return nodeMay.has(key) && !/ (pods|secrets|configmaps)\//.test(key);
}

describe.each(Object.keys(users) as Caller[])('%s', (caller) => {
  test('may do exactly what is meant', async () => {
    const wrong: string[] = [];
    for (const question of asked.filter(({ route }) => route.handle !== refuseMethod)) {
      const attributes = attributesOf(question);
      const allowed = await authorizer.allows(users[caller], attributes);
      if (allowed !== expected(caller, question)) {
        wrong.push(`${allowed ? 'allowed' : 'refused'}: ${question.route.method} ${JSON.stringify(attributes)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('where no method is served, strangers are told no more than anywhere', async () => {
  const refusals = asked.filter(({ route }) => route.handle === refuseMethod);
  expect(refusals.length).toBeGreaterThan(50);
  for (const caller of ['anonymous', 'person', 'service account'] as const) {
    const allowed = await Promise.all(
      refusals.map((question) => authorizer.allows(users[caller], attributesOf(question))),
    );
    expect(allowed).not.toContain(true);
  }
});

test('the table was not empty: all kinds, all verbs, health, discovery', () => {
  const verbs = new Set(asked.map((question) => attributesOf(question).verb));
  for (const verb of ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'])
    expect(verbs).toContain(verb);
  for (const kind of kinds) expect(routes.some(({ url }) => url.endsWith(`/${kind.plural}/:name`))).toBe(true);
  expect(asked.length).toBeGreaterThan(500);
});

test('a route that does not say what it asks for is not registered', async () => {
  const [route] = routes;
  if (!route) throw new Error('no routes');
  const { attributes: _dropped, ...silent } = route;
  const building = createApiHandler({
    routes: [silent as Route],
    authenticator: new Authenticator([]),
    authorizer,
    log: createLogger('silent'),
  });
  await expect(building).rejects.toThrow('does not say what requests to it ask for');
});
