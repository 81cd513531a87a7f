// ConfigMap: configuration data that pods read as environment or files.
import type { z } from 'zod';
import { objectFields } from '../../meta/object-meta.ts';
import { flag, map, object, scalar } from '../../schema/field.ts';
import { defineKind } from '../define-kind.ts';

const schema = object('io.k8s.api.core.v1.ConfigMap', 'Configuration data for pods to read.', {
  ...objectFields,
  binaryData: map(scalar.bytes, 'Values that are not UTF-8 text, base64 in JSON.'),
  data: map(scalar.text, 'Values that are UTF-8 text.'),
  immutable: flag('Refuses every later change of the data.'),
});

export type ConfigMap = z.infer<typeof schema>;

export const ConfigMap = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  columns: [
    {
      name: 'Data',
      type: 'string',
      description: 'Number of entries.',
      cell: ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    },
  ],
});
