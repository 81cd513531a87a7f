// ConfigMap: configuration data that pods read as environment or files.
import type { z } from 'zod';
import { base64ByteLength } from '../../meta/base64-text.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { byteLength } from '../../meta/text-size.ts';
import { flag, map, object, scalar } from '../../schema/field.ts';
import { type FieldError, invalid, tooLong } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { defineKind } from '../define-kind.ts';
import { dataBytes, maxDataBytes, validateDataKeys, validateFrozen } from './data-map.ts';

const schema = object('io.k8s.api.core.v1.ConfigMap', 'Configuration data for pods to read.', {
  ...objectFields,
  binaryData: map(
    scalar.bytes,
    'Values that are not UTF-8 text, base64 in JSON. A key may stand here or in `data`, not in both.',
  ),
  data: map(scalar.text, 'Values that are UTF-8 text. Keys are letters, digits, `-`, `_` and `.`.'),
  immutable: flag('Once true, the data can never change and this can never be unset; delete and create anew instead.'),
});

export type ConfigMap = z.infer<typeof schema>;

function validate({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const dataPath = FieldPath.of('data');
  const both = Object.keys(data).filter((key) => Object.hasOwn(binaryData, key));
  const errors = [
    ...validateDataKeys(data, dataPath),
    ...both.map((key) => invalid(dataPath.key(key), key, 'duplicate of key present in binaryData')),
    ...validateDataKeys(binaryData, FieldPath.of('binaryData')),
  ];
  if (dataBytes(data, byteLength) + dataBytes(binaryData, base64ByteLength) > maxDataBytes) {
    // Kubernetes names no field here and prints the empty name as `[]`.
    errors.push(tooLong(FieldPath.root.key(''), maxDataBytes));
  }
  return errors;
}

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
  validate,
  validateUpdate: (object, old) =>
    validateFrozen(object, old, { data: ({ data }) => data, binaryData: ({ binaryData }) => binaryData }),
});
