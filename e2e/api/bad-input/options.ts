// Options in the query that cannot be.
import { type BadInput, configMap } from './bad-input.ts';

const invalid = { code: 422, reason: 'Invalid' };
const bad = { code: 400, reason: 'BadRequest' };
const list = (query: string): Pick<BadInput, 'method' | 'path'> => ({ method: 'GET', path: `:/configmaps?${query}` });
const create = (query: string): Pick<BadInput, 'path' | 'body'> => ({
  path: `:/configmaps?${query}`,
  body: configMap(),
});

export const options: readonly BadInput[] = [
  {
    name: 'dryRun=Some',
    ...create('dryRun=Some'),
    ...invalid,
    message: 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "Some": supported values: "All"',
    causes: [{ field: 'dryRun', reason: 'FieldValueNotSupported' }],
  },
  {
    name: 'fieldValidation=Loud',
    ...create('fieldValidation=Loud'),
    ...invalid,
    message:
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Loud": supported values: "", "Ignore", "Strict", "Warn"',
    causes: [{ field: 'fieldValidation', reason: 'FieldValueNotSupported' }],
  },
  {
    name: 'a fieldManager too long',
    ...create(`fieldManager=${'x'.repeat(129)}`),
    ...invalid,
    message: 'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    causes: [{ field: 'fieldManager', reason: 'FieldValueTooLong' }],
  },
  {
    name: 'a fieldManager that cannot be printed',
    ...create('fieldManager=a%07'),
    ...invalid,
    message:
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "a\\u0007": invalid character U+0007 (at position 1)',
    causes: [{ field: 'fieldManager', reason: 'FieldValueInvalid' }],
  },
  { name: 'bad label selector', ...list('labelSelector=a%20in'), ...bad, message: /^unable to parse requirement: / },
  {
    name: 'bad field selector',
    ...list('fieldSelector=a'),
    ...bad,
    message: "invalid selector: 'a'; can't understand 'a'",
  },
  { name: 'bad continue token', ...list('limit=1&continue=abc'), ...bad, message: /^continue key is not valid: / },
  { name: 'bad resourceVersion', ...list('resourceVersion=abc'), ...bad, message: /^invalid resource version: / },
  {
    name: 'bad limit',
    ...list('limit=many'),
    ...bad,
    message: 'strconv.ParseInt: parsing "many": invalid syntax',
  },
  {
    name: 'resourceVersionMatch without a version',
    ...list('resourceVersionMatch=Exact'),
    ...invalid,
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    causes: [{ field: 'resourceVersionMatch', reason: 'FieldValueForbidden' }],
  },
];
