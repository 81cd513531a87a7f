// What a node may do: its own Node and Lease, the pods bound to it, and what those pods refer to
// (the node authorizer's idea, plugin/pkg/auth/authorizer/node).
import type { ObjectName } from '@gantry/api/client/resource-client';
import type { RequestAttributes } from '../attributes.ts';
import type { AuthorizationRule } from './authorizer.ts';

type ResourceAttributes = Extract<RequestAttributes, { type: 'resource' }>;

/** What the rule must know about pods. */
export interface BoundPods {
  /** Whether the pod is bound to the node. */
  isBound(pod: ObjectName, node: string): Promise<boolean>;
  /** Whether a pod bound to the node refers to the object. */
  isReferenced(kind: 'secrets' | 'configmaps', object: ObjectName, node: string): Promise<boolean>;
}

const prefix = 'system:node:';
const leaseNamespace = 'kube-node-lease';

/** Rules by `group/resource/subresource`; what is not here a node may not. */
type Rule = (attributes: ResourceAttributes, node: string, pods: BoundPods) => boolean | Promise<boolean>;

const readsOne = ({ verb, name }: ResourceAttributes, wanted: string): boolean => verb === 'get' && name === wanted;

/** A comma behind a backslash parts no terms: `metadata.name!=x\\,spec.nodeName=n1` asks for everything but one name. */
const termsOf = (fieldSelector: string): string[] => (fieldSelector.includes('\\') ? [] : fieldSelector.split(','));

const readsMany = ({ verb, fieldSelector }: ResourceAttributes, term: string): boolean =>
  (verb === 'list' || verb === 'watch') && termsOf(fieldSelector).includes(term);

const changes = ({ verb }: ResourceAttributes): boolean => verb === 'update' || verb === 'patch';

const rules: Readonly<Record<string, Rule>> = {
  '/nodes/': (asked, node) =>
    asked.verb === 'create' ||
    readsOne(asked, node) ||
    readsMany(asked, `metadata.name=${node}`) ||
    (changes(asked) && asked.name === node),
  '/nodes/status': (asked, node) => asked.name === node && (asked.verb === 'get' || changes(asked)),
  'coordination.k8s.io/leases/': (asked, node) =>
    asked.namespace === leaseNamespace &&
    (asked.verb === 'create' || ((asked.verb === 'get' || changes(asked)) && asked.name === node)),
  '/pods/': (asked, node, pods) =>
    readsMany(asked, `spec.nodeName=${node}`) ||
    ((asked.verb === 'get' || asked.verb === 'delete') && asked.name !== '' && pods.isBound(asked, node)),
  '/pods/status': (asked, node, pods) => (asked.verb === 'get' || changes(asked)) && pods.isBound(asked, node),
  '/events/': ({ verb }) => verb === 'create' || verb === 'update' || verb === 'patch',
  '/secrets/': (asked, node, pods) => mayRead('secrets', asked, { node, pods }),
  '/configmaps/': (asked, node, pods) => mayRead('configmaps', asked, { node, pods }),
};

/** Lists and watches of one name count as reading it: agents follow what they mount. */
function mayRead(
  kind: 'secrets' | 'configmaps',
  asked: ResourceAttributes,
  { node, pods }: { node: string; pods: BoundPods },
): boolean | Promise<boolean> {
  const { verb, namespace } = asked;
  const selected = /^metadata\.name=([^,=!\\]+)$/.exec(asked.fieldSelector)?.[1] ?? '';
  const name = verb === 'get' ? asked.name : selected;
  if (!['get', 'list', 'watch'].includes(verb) || name === '' || namespace === '') return false;
  return pods.isReferenced(kind, { namespace, name }, node);
}

export const nodes = (pods: BoundPods): AuthorizationRule => ({
  name: 'nodes',
  allows(user, attributes) {
    if (attributes.type !== 'resource' || !user.groups.includes('system:nodes')) return false;
    if (!user.name.startsWith(prefix) || user.name.length === prefix.length) return false;
    const { group, resource, subresource } = attributes;
    const key = `${group}/${resource}/${subresource}`;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    return rule?.(attributes, user.name.slice(prefix.length), pods) ?? false;
  },
});
