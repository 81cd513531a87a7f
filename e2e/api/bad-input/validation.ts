// Objects that can be read and break a rule.
import { type BadInput, configMap, container, pod } from './bad-input.ts';

const invalid = { code: 422, reason: 'Invalid' };
const name = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
const labelName = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;
const labelValue = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;

export const validation: readonly BadInput[] = [
  {
    name: 'no name',
    path: ':/configmaps',
    body: configMap({ metadata: {} }),
    ...invalid,
    message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    causes: [{ field: 'metadata.name', reason: 'FieldValueRequired' }],
  },
  {
    name: 'bad name',
    path: ':/configmaps',
    body: configMap({ metadata: { name: 'Bad_Name' } }),
    ...invalid,
    message: `ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${name}`,
    causes: [{ field: 'metadata.name', reason: 'FieldValueInvalid' }],
  },
  {
    name: 'missing required list',
    path: ':/pods',
    body: pod({}),
    ...invalid,
    message: 'Pod "bad" is invalid: spec.containers: Required value',
    causes: [{ field: 'spec.containers', reason: 'FieldValueRequired' }],
  },
  {
    name: 'missing required texts',
    path: ':/pods',
    body: pod({ containers: [{}] }),
    ...invalid,
    message:
      'Pod "bad" is invalid: [spec.containers[0].name: Required value, spec.containers[0].image: Required value]',
    causes: [
      { field: 'spec.containers[0].name', reason: 'FieldValueRequired' },
      { field: 'spec.containers[0].image', reason: 'FieldValueRequired' },
    ],
  },
  {
    name: 'a request above its limit',
    path: ':/pods',
    body: pod({ containers: [container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } })] }),
    ...invalid,
    message:
      'Pod "bad" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    causes: [{ field: 'spec.containers[0].resources.requests', reason: 'FieldValueInvalid' }],
  },
  {
    name: 'two containers of one name',
    path: ':/pods',
    body: pod({ containers: [container(), container()] }),
    ...invalid,
    message: 'Pod "bad" is invalid: spec.containers[1].name: Duplicate value: "web"',
    causes: [{ field: 'spec.containers[1].name', reason: 'FieldValueDuplicate' }],
  },
  {
    name: 'a value outside its set',
    path: ':/pods',
    body: pod({ containers: [container()], restartPolicy: 'Sometimes' }),
    ...invalid,
    message:
      'Pod "bad" is invalid: spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    causes: [{ field: 'spec.restartPolicy', reason: 'FieldValueNotSupported' }],
  },
  {
    name: 'a mount of no volume',
    path: ':/pods',
    body: pod({ containers: [container({ volumeMounts: [{ name: 'none', mountPath: '/x' }] })] }),
    ...invalid,
    message: 'Pod "bad" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "none"',
    causes: [{ field: 'spec.containers[0].volumeMounts[0].name', reason: 'FieldValueNotFound' }],
  },
  {
    name: 'bad label value',
    path: ':/configmaps',
    body: configMap({ metadata: { name: 'bad', labels: { app: 'a b' } } }),
    ...invalid,
    message: `ConfigMap "bad" is invalid: metadata.labels: Invalid value: "a b": ${labelValue}`,
    causes: [{ field: 'metadata.labels', reason: 'FieldValueInvalid' }],
  },
  {
    name: '__proto__ as a label',
    path: ':/configmaps',
    body: '{"metadata":{"name":"bad","labels":{"__proto__":"x"}}}',
    ...invalid,
    message: `ConfigMap "bad" is invalid: metadata.labels: Invalid value: "__proto__": ${labelName}`,
    causes: [{ field: 'metadata.labels', reason: 'FieldValueInvalid' }],
  },
  {
    name: 'bad key of data',
    path: ':/configmaps',
    body: configMap({ data: { 'a/b': '1' } }),
    ...invalid,
    message: `ConfigMap "bad" is invalid: data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    causes: [{ field: 'data[a/b]', reason: 'FieldValueInvalid' }],
  },
  {
    name: 'ConfigMap too large',
    path: ':/configmaps',
    body: configMap({ data: { a: 'x'.repeat(1024 * 1024 + 1) } }),
    ...invalid,
    message: 'ConfigMap "bad" is invalid: []: Too long: may not be more than 1048576 bytes',
    causes: [{ field: '[]', reason: 'FieldValueTooLong' }],
  },
  {
    name: 'namespace of another request',
    path: ':/configmaps',
    body: configMap({ metadata: { name: 'bad', namespace: 'default' } }),
    code: 400,
    reason: 'BadRequest',
    message: 'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    name: 'create in a missing namespace',
    path: '/api/v1/namespaces/nowhere/configmaps',
    body: configMap(),
    code: 404,
    reason: 'NotFound',
    message: 'namespaces "nowhere" not found',
  },
  {
    name: 'a resourceVersion on what is new',
    path: ':/configmaps',
    body: configMap({ metadata: { name: 'bad', resourceVersion: '7' } }),
    code: 400,
    reason: 'BadRequest',
    message: 'resourceVersion should not be set on objects to be created',
  },
  {
    name: 'what is there already',
    path: ':/configmaps',
    body: configMap({ metadata: { name: 'settled' } }),
    code: 409,
    reason: 'AlreadyExists',
    message: 'configmaps "settled" already exists',
  },
];
