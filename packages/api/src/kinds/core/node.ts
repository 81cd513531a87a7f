// Node: a machine that runs pods, as its agent reports it and as scheduling sees it.
import type { z } from 'zod';
import { cidrFamily } from '../../meta/ip-address.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { flag, list, object, ref, scalar, text } from '../../schema/field.ts';
import { duplicate, type FieldError, forbidden, invalid } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { defineKind } from '../define-kind.ts';
import { nodeColumns } from './node-columns.ts';
import { NodeConfigSource } from './node-config.ts';
import { NodeStatus } from './node-status.ts';
import { Taint, validateTaints } from './taint.ts';

const NodeSpec = object('io.k8s.api.core.v1.NodeSpec', 'What is wanted of a node.', {
  configSource: ref(NodeConfigSource, 'Configuration to take from a ConfigMap. Without effect.', { lenient: true }),
  externalID: text('No longer used.'),
  podCIDR: text("Range of the node's pod addresses: the first of `podCIDRs`."),
  podCIDRs: list(scalar.text, "Ranges of the node's pod addresses, at most one of each IP family; fixed once set.", {
    type: 'set',
    patchStrategy: 'merge',
  }),
  providerID: text('Identity of the machine at its provider, as `provider://id`; fixed once set.'),
  taints: list(Taint, 'What keeps pods off the node.', { type: 'atomic' }),
  unschedulable: flag('Keeps new pods off the node; set by `kubectl cordon`.'),
});

const schema = object('io.k8s.api.core.v1.Node', 'A machine that runs pods.', {
  ...objectFields,
  spec: ref(NodeSpec, 'What is wanted of the node.'),
  status: ref(NodeStatus, 'What the node reports of itself.', { lenient: true }),
});

export type Node = z.infer<typeof schema>;

/** Brings `podCIDR` and `podCIDRs` to agree; where they differ, the single one counts (apis/core/v1/conversion.go). */
function withAgreeingRanges(node: Node): Node {
  const { podCIDR, podCIDRs = [] } = node.spec ?? {};
  const first = podCIDR || podCIDRs[0];
  if (first === undefined || (first === podCIDR && first === podCIDRs[0])) return node;
  const ranges = first === podCIDRs[0] ? podCIDRs : [first];
  return { ...node, spec: { ...node.spec, podCIDR: first, podCIDRs: ranges } };
}

function validate({ spec }: Node): FieldError[] {
  return [
    ...validateTaints(spec?.taints ?? [], FieldPath.of('spec', 'taints')),
    ...validateRanges(spec?.podCIDRs ?? [], FieldPath.of('spec', 'podCIDRs')),
  ];
}

function validateRanges(ranges: readonly string[], path: FieldPath): FieldError[] {
  const families = ranges.map(cidrFamily);
  const malformed = ranges.flatMap((range, index) =>
    families[index] === undefined
      ? [invalid(path.index(index), range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
      : [],
  );
  const crowded = new Set(families).size < ranges.length;
  return [
    ...malformed,
    ...(crowded ? [invalid(path, ranges, 'may specify no more than one CIDR for each IP family')] : []),
  ];
}

function validateUpdate(node: Node, old: Node): FieldError[] {
  const path = FieldPath.of('spec');
  const oldRanges = old.spec?.podCIDRs ?? [];
  const ranges = node.spec?.podCIDRs ?? [];
  const sameRanges = ranges.length === oldRanges.length && ranges.every((range, index) => range === oldRanges[index]);
  const oldProvider = old.spec?.providerID;
  const errors: FieldError[] = [];
  if (oldRanges.length > 0 && !sameRanges) {
    errors.push(forbidden(path.child('podCIDRs'), 'node updates may not change podCIDR except from "" to valid'));
  }
  if (oldProvider && node.spec?.providerID !== oldProvider) {
    errors.push(forbidden(path.child('providerID'), 'node updates may not change providerID except from "" to valid'));
  }
  if ((node.spec?.externalID ?? '') !== (old.spec?.externalID ?? '')) {
    errors.push(forbidden(path.child('externalID'), 'may not be updated'));
  }
  return errors;
}

function validateStatusUpdate({ status }: Node): FieldError[] {
  const seen = new Set<string>();
  return (status?.addresses ?? []).flatMap((each, index) => {
    const id = JSON.stringify([each.type, each.address]);
    const repeated = seen.has(id);
    seen.add(id);
    return repeated ? [duplicate(FieldPath.of('status', 'addresses').index(index), each)] : [];
  });
}

export const Node = defineKind<Node>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  scope: 'Cluster',
  nameRule: 'dns-subdomain',
  schema,
  subresources: ['status'],
  columns: nodeColumns,
  ownColumns: true,
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
  prepareForCreate: withAgreeingRanges,
  prepareForUpdate: withAgreeingRanges,
  validate,
  validateUpdate,
  validateStatusUpdate,
});
