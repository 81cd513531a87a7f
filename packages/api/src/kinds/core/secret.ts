// Secret: credentials and other small private data, stored encrypted.
import type { z } from 'zod';
import { base64ByteLength, encodeBase64Text } from '../../meta/base64-text.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { flag, map, object, scalar, text } from '../../schema/field.ts';
import { type FieldError, tooLong } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { setOwn } from '../../schema/own-property.ts';
import { defineKind } from '../define-kind.ts';
import { dataBytes, maxDataBytes, validateDataKeys, validateFrozen } from './data-map.ts';
import { validateSecretType } from './secret-types.ts';

const schema = object('io.k8s.api.core.v1.Secret', 'Private data, such as passwords, tokens and keys.', {
  ...objectFields,
  data: map(scalar.bytes, 'The values, base64 in JSON. Keys are letters, digits, `-`, `_` and `.`.'),
  immutable: flag('Once true, the data can never change and this can never be unset; delete and create anew instead.'),
  stringData: map(
    scalar.text,
    'Values as plain text, for writing only: they are merged into `data`, overrule it, and are never given out.',
  ),
  type: text('What the secret holds; known types ask for certain keys.', {
    default: 'Opaque',
    immutable: true,
  }),
});

export type Secret = z.infer<typeof schema>;

/** Moves `stringData` into `data`. */
function mergeStringData(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  if (stringData === undefined) return secret;
  const data = { ...rest.data };
  for (const [key, value] of Object.entries(stringData)) setOwn(data, key, encodeBase64Text(value));
  return Object.keys(data).length === 0 ? rest : { ...rest, data };
}

function validate(secret: Secret): FieldError[] {
  const { data = {} } = secret;
  const path = FieldPath.of('data');
  const size = dataBytes(data, base64ByteLength);
  return [
    ...validateDataKeys(data, path),
    ...(size > maxDataBytes ? [tooLong(path, maxDataBytes)] : []),
    ...validateSecretType({ type: secret.type ?? '', data, annotations: secret.metadata.annotations ?? {} }),
  ];
}

export const Secret = defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  columns: [
    { name: 'Type', type: 'string', description: 'What the secret holds.', cell: ({ type }) => type ?? '' },
    {
      name: 'Data',
      type: 'string',
      description: 'Number of entries.',
      cell: ({ data }) => Object.keys(data ?? {}).length,
    },
  ],
  selectableFields: { type: ({ type }) => type ?? '' },
  encryptedFields: ['data'],
  prepareForCreate: mergeStringData,
  prepareForUpdate: mergeStringData,
  validate,
  validateUpdate: (secret, old) => validateFrozen(secret, old, { data: ({ data }) => data }),
});
