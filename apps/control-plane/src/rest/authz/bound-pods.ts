// Answers the node rule's questions from the registry: which pods are bound where, and what they refer to.
import type { ObjectName } from '@gantry/api/client/resource-client';
import { Pod } from '@gantry/api/kinds/core/pod';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Registry } from '../../registry/registry.ts';
import type { BoundPods } from './nodes.ts';

type Reader = Pick<Registry, 'get' | 'list'>;

export function boundPods(registry: Reader): BoundPods {
  return {
    async isBound(pod, node) {
      return nodeNameOf(await find(registry, pod)) === node;
    },
    async isReferenced(kind, { namespace, name }, node) {
      const { items } = await registry.list(Pod, { namespace, fieldSelector: `spec.nodeName=${node}` });
      return items.some((pod) => references(specOf(pod), kind).has(name));
    },
  };
}

async function find(registry: Reader, { namespace, name }: ObjectName): Promise<unknown> {
  try {
    return await registry.get(Pod, { namespace, name }, {});
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

/** A value without a known shape, read property by property. */
type Tree = { readonly [name: string]: unknown } | undefined;

const tree = (value: unknown): Tree =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
const list = (value: unknown): Tree[] => (Array.isArray(value) ? value.map(tree) : []);
const specOf = (pod: unknown): Tree => tree(tree(pod)?.spec);
const nodeNameOf = (pod: unknown): unknown => specOf(pod)?.nodeName;

/** Names of the objects that a pod's volumes, environment and image pulls take values from. */
function references(spec: Tree, kind: 'secrets' | 'configmaps'): Set<unknown> {
  const names = kind === 'secrets' ? secretNames(spec) : configMapNames(spec);
  return new Set(names.filter((name) => typeof name === 'string'));
}

const containersOf = (spec: Tree): Tree[] =>
  ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) => list(spec?.[field]));

const projections = (spec: Tree): Tree[] =>
  list(spec?.volumes).flatMap((volume) => list(tree(volume?.projected)?.sources));

const envNames = (spec: Tree, from: string, key: string): unknown[] =>
  containersOf(spec).flatMap((container) => [
    ...list(container?.envFrom).map((source) => tree(source?.[from])?.name),
    ...list(container?.env).map((variable) => tree(tree(variable?.valueFrom)?.[key])?.name),
  ]);

function secretNames(spec: Tree): unknown[] {
  return [
    ...list(spec?.imagePullSecrets).map((entry) => entry?.name),
    ...list(spec?.volumes).map((volume) => tree(volume?.secret)?.secretName),
    ...projections(spec).map((source) => tree(source?.secret)?.name),
    ...envNames(spec, 'secretRef', 'secretKeyRef'),
  ];
}

function configMapNames(spec: Tree): unknown[] {
  return [
    ...list(spec?.volumes).map((volume) => tree(volume?.configMap)?.name),
    ...projections(spec).map((source) => tree(source?.configMap)?.name),
    ...envNames(spec, 'configMapRef', 'configMapKeyRef'),
  ];
}
