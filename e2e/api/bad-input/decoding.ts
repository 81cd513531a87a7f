// Bodies that are no object of the kind: syntax, types, unknown and duplicate fields.
import { type BadInput, configMap, container, pod, yaml } from './bad-input.ts';

const cannot = (kind: string, why: string) => `${kind} in version "v1" cannot be handled as a ${kind}: ${why}`;
const bad = { code: 400, reason: 'BadRequest' };
const strict = ':/configmaps?fieldValidation=Strict';
const accepted =
  'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml';

export const decoding: readonly BadInput[] = [
  {
    name: 'unknown field',
    path: strict,
    body: configMap({ foo: 1 }),
    ...bad,
    message: cannot('ConfigMap', 'strict decoding error: unknown field "foo"'),
  },
  {
    name: 'unknown fields deep inside',
    path: ':/pods?fieldValidation=Strict',
    body: pod({ containers: [container({ imagePullPolice: 'Always', env: [{ name: 'A', values: '1' }] })] }),
    ...bad,
    message: cannot(
      'Pod',
      'strict decoding error: unknown field "spec.containers[0].imagePullPolice", unknown field "spec.containers[0].env[0].values"',
    ),
  },
  {
    name: 'a number for a text',
    path: ':/configmaps',
    body: configMap({ data: { a: 1 } }),
    ...bad,
    message: cannot('ConfigMap', 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'),
  },
  {
    name: 'an object for a list',
    path: ':/pods',
    body: pod({ containers: container() }),
    ...bad,
    message: cannot(
      'Pod',
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ),
  },
  {
    name: 'bad quantity',
    path: ':/pods',
    body: pod({ containers: [container({ resources: { limits: { memory: '12xyz' } } })] }),
    ...bad,
    message: cannot(
      'Pod',
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ),
  },
  {
    name: 'data of a secret that is not base64',
    path: ':/secrets',
    body: JSON.stringify({ metadata: { name: 'bad' }, data: { a: 'not base64' } }),
    ...bad,
    message: cannot('Secret', 'illegal base64 data at input byte 3'),
  },
  {
    name: 'duplicate key in JSON',
    path: strict,
    body: '{"metadata":{"name":"bad"},"data":{"a":"1","a":"2"}}',
    ...bad,
    message: cannot('ConfigMap', 'strict decoding error: duplicate field "data.a"'),
  },
  {
    name: 'duplicate key in YAML',
    path: strict,
    type: yaml,
    body: 'metadata:\n  name: bad\ndata:\n  a: "1"\n  a: "2"\n',
    ...bad,
    message: cannot(
      'ConfigMap',
      'strict decoding error: yaml: unmarshal errors:\n  line 5: key "a" already set in map',
    ),
  },
  {
    name: 'tabs for indentation',
    path: ':/configmaps',
    type: yaml,
    body: 'metadata:\n\tname: bad\n',
    ...bad,
    message: /^yaml parse error: line 2, column 1: tab characters .*indent with spaces$/,
  },
  {
    name: '// comments in JSON',
    path: ':/configmaps',
    body: '{"metadata":{"name":"bad"}, // why\n"data":{}}',
    ...bad,
    message: 'json parse error: line 1, column 29: JSON has no comments',
  },
  {
    name: '// comments in YAML',
    path: ':/configmaps',
    type: yaml,
    body: '// why\nmetadata:\n  name: bad\n',
    ...bad,
    message: /^yaml parse error: line \d+, column \d+: .*; comments begin with #, not \/\/$/,
  },
  {
    name: 'two documents in one body of JSON',
    path: ':/configmaps',
    body: `${configMap()}\n${configMap()}`,
    ...bad,
    message: /^json parse error: line 2, column 1: two documents in one request body/,
  },
  {
    name: 'two documents in one body of YAML',
    path: ':/configmaps',
    type: yaml,
    body: 'metadata: {name: bad}\n---\nmetadata: {name: worse}\n',
    ...bad,
    message: 'yaml parse error: two documents in one request body: send one object a request',
  },
  { name: 'empty body', path: ':/configmaps', body: '', ...bad, message: 'the request body is empty' },
  { name: 'not JSON', path: ':/configmaps', body: 'metadata', ...bad, message: /^json parse error: / },
  {
    name: 'an array',
    path: ':/configmaps',
    body: '[]',
    ...bad,
    message:
      /^the object provided is unrecognized \(must be of type ConfigMap\): couldn't get version\/kind; json parse error: /,
  },
  {
    name: 'not UTF-8',
    path: ':/configmaps',
    body: Buffer.concat([Buffer.from('{"metadata":{"name":"'), Buffer.from([0xff]), Buffer.from('"}}')]),
    ...bad,
    message: 'the body is not valid UTF-8',
  },
  {
    name: 'wrong apiVersion',
    path: ':/configmaps',
    body: configMap({ apiVersion: 'v2' }),
    ...bad,
    message: 'the API version in the data (v2) does not match the expected API version (v1)',
  },
  {
    name: 'wrong kind',
    path: ':/configmaps',
    body: configMap({ kind: 'Secret' }),
    ...bad,
    message:
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  },
  {
    name: 'unsupported content type',
    path: ':/configmaps',
    type: 'text/plain',
    body: configMap(),
    code: 415,
    reason: 'UnsupportedMediaType',
    message: accepted,
  },
  {
    name: 'protobuf body',
    path: ':/configmaps',
    type: 'application/vnd.kubernetes.protobuf',
    body: Buffer.from('6b3873000a0f0a0276311209436f6e6669674d6170', 'hex'),
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `${accepted} (this server does not read protobuf yet: send JSON or YAML for now)`,
  },
  {
    name: '__proto__ and constructor as unknown fields',
    path: strict,
    body: '{"metadata":{"name":"bad","constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}',
    ...bad,
    message: cannot(
      'ConfigMap',
      'strict decoding error: unknown field "metadata.constructor", unknown field "__proto__"',
    ),
  },
];
