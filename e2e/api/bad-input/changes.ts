// Changes of standing objects that may not be.
import { type BadInput, configMap, jsonPatch, mergePatch } from './bad-input.ts';

const invalid = { code: 422, reason: 'Invalid' };
const modified =
  'Operation cannot be fulfilled on configmaps "settled": the object has been modified; please apply your changes to the latest version and try again';
const settled = (metadata: object = {}) => configMap({ metadata: { name: 'settled', ...metadata }, data: { a: '2' } });
const merge = (path: string, body: object): Pick<BadInput, 'method' | 'path' | 'type' | 'body'> => ({
  method: 'PATCH',
  path,
  type: mergePatch,
  body: JSON.stringify(body),
});
const other = '11111111-1111-4111-8111-111111111111';

export const changes: readonly BadInput[] = [
  {
    name: 'immutable field of a pod',
    ...merge(':/pods/p', { spec: { hostNetwork: true } }),
    ...invalid,
    message:
      /^Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
    causes: [{ field: 'spec', reason: 'FieldValueForbidden' }],
  },
  {
    name: 'data of an immutable ConfigMap',
    ...merge(':/configmaps/frozen', { data: { a: '2' } }),
    ...invalid,
    message: 'ConfigMap "frozen" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    causes: [{ field: 'data', reason: 'FieldValueForbidden' }],
  },
  {
    name: 'immutable taken off',
    ...merge(':/configmaps/frozen', { immutable: null }),
    ...invalid,
    message: 'ConfigMap "frozen" is invalid: immutable: Forbidden: field is immutable when `immutable` is set',
    causes: [{ field: 'immutable', reason: 'FieldValueForbidden' }],
  },
  {
    name: 'type of a secret',
    ...merge(':/secrets/login', { type: 'example.com/other' }),
    ...invalid,
    message: 'Secret "login" is invalid: type: Invalid value: "example.com/other": field is immutable',
    causes: [{ field: 'type', reason: 'FieldValueInvalid' }],
  },
  {
    name: 'another uid in an update',
    method: 'PUT',
    path: ':/configmaps/settled',
    body: settled({ uid: other }),
    code: 409,
    reason: 'Conflict',
    message: new RegExp(
      `^Operation cannot be fulfilled on configmaps "settled": Precondition failed: UID in precondition: ${other}, UID in object meta: [0-9a-f-]{36}$`,
    ),
  },
  {
    name: 'stale resourceVersion in an update',
    method: 'PUT',
    path: ':/configmaps/settled',
    body: settled({ resourceVersion: '1' }),
    code: 409,
    reason: 'Conflict',
    message: modified,
  },
  {
    name: 'stale resourceVersion in a patch',
    ...merge(':/configmaps/settled', { metadata: { resourceVersion: '1' }, data: { a: '2' } }),
    code: 409,
    reason: 'Conflict',
    message: modified,
  },
  {
    name: 'name of another object',
    method: 'PUT',
    path: ':/configmaps/settled',
    body: settled({ name: 'frozen' }),
    code: 400,
    reason: 'BadRequest',
    message: 'the name of the object (frozen) does not match the name on the URL (settled)',
  },
  {
    name: 'update of what is not there',
    method: 'PUT',
    path: ':/configmaps/none',
    body: configMap({ metadata: { name: 'none' } }),
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "none" not found',
  },
  {
    name: '__proto__ in a merge patch',
    method: 'PATCH',
    path: ':/configmaps/settled?fieldValidation=Strict',
    type: mergePatch,
    body: '{"__proto__":{"polluted":1}}',
    ...invalid,
    message: /strict decoding error: unknown field "__proto__"$/,
    causes: [{ field: 'patch', reason: 'FieldValueInvalid' }],
  },
  {
    name: '__proto__ in the path of a JSON patch',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: JSON.stringify([{ op: 'add', path: '/__proto__/polluted', value: 1 }]),
    ...invalid,
    message: 'the server rejected our request due to an error in our request',
  },
  {
    name: 'constructor in the path of a JSON patch',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: JSON.stringify([{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }]),
    ...invalid,
    message: 'the server rejected our request due to an error in our request',
  },
  {
    name: 'a JSON patch that is no list',
    method: 'PATCH',
    path: ':/configmaps/settled',
    type: jsonPatch,
    body: '{"op":"add"}',
    code: 400,
    reason: 'BadRequest',
    message: /^error decoding patch: /,
  },
  {
    name: 'delete with the uid of another',
    method: 'DELETE',
    path: ':/configmaps/settled',
    body: JSON.stringify({ preconditions: { uid: other } }),
    code: 409,
    reason: 'Conflict',
    message: /the UID in the precondition \(11111111-.*\) does not match the UID in record/,
  },
  {
    name: 'delete of the default namespace',
    method: 'DELETE',
    path: '/api/v1/namespaces/default',
    code: 403,
    reason: 'Forbidden',
    message: 'namespaces "default" is forbidden: this namespace may not be deleted',
  },
  {
    name: 'a propagation policy there is not',
    method: 'DELETE',
    path: ':/configmaps/settled?propagationPolicy=Sideways',
    ...invalid,
    message:
      /^DeleteOptions\.meta\.k8s\.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: /,
    causes: [{ field: 'propagationPolicy', reason: 'FieldValueNotSupported' }],
  },
];
