// The types of Secret that Kubernetes knows, and what each must hold (pkg/apis/core/types.go, SecretType).
import { decodeBase64Text } from '../../meta/base64-text.ts';
import { type FieldError, invalid, requiredValue } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import type { DataMap } from './data-map.ts';

interface TypedData {
  type: string;
  data: DataMap;
  annotations: DataMap;
}

type Rule = (content: TypedData) => FieldError[];

const dataPath = FieldPath.of('data');
const has = (map: DataMap, key: string) => Object.hasOwn(map, key);
const missing = (key: string) => requiredValue(dataPath.key(key));

/** All of these keys. */
const keys =
  (...names: string[]): Rule =>
  ({ data }) =>
    names.filter((name) => !has(data, name)).map(missing);

/** At least one of these keys; when none is there, each is named. */
const anyKey =
  (...names: string[]): Rule =>
  ({ data }) =>
    names.some((name) => has(data, name)) ? [] : names.map(missing);

/** This key, with a value. */
const filledKey =
  (name: string): Rule =>
  ({ data }) =>
    has(data, name) && data[name] !== '' ? [] : [missing(name)];

/** This key, with a JSON object as its value. */
const jsonKey =
  (name: string): Rule =>
  ({ data }) => {
    const value = has(data, name) ? data[name] : undefined;
    if (value === undefined) return [missing(name)];
    // The parser's own message would quote the secret.
    return isJsonObject(value)
      ? []
      : [invalid(dataPath.key(name), '<secret contents redacted>', 'must be a JSON object')];
  };

/** This annotation, with a value. */
const filledAnnotation =
  (name: string): Rule =>
  ({ annotations }) =>
    has(annotations, name) && annotations[name] !== ''
      ? []
      : [requiredValue(FieldPath.of('metadata', 'annotations').key(name))];

const rules = new Map<string, Rule>([
  ['kubernetes.io/service-account-token', filledAnnotation('kubernetes.io/service-account.name')],
  ['kubernetes.io/dockercfg', jsonKey('.dockercfg')],
  ['kubernetes.io/dockerconfigjson', jsonKey('.dockerconfigjson')],
  ['kubernetes.io/basic-auth', anyKey('username', 'password')],
  ['kubernetes.io/ssh-auth', filledKey('ssh-privatekey')],
  ['kubernetes.io/tls', keys('tls.crt', 'tls.key')],
]);

function isJsonObject(base64: string): boolean {
  try {
    const value: unknown = JSON.parse(decodeBase64Text(base64));
    // Go reads `null` into a map without complaint.
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Checks that a secret holds what its type asks for; any other type, `Opaque` too, asks for nothing. */
export const validateSecretType = (content: TypedData): FieldError[] => rules.get(content.type)?.(content) ?? [];
