// Rules of environment variables and of references to a pod's own fields.
import { configMapKeyProblems, dns1123SubdomainProblems, qualifiedNameProblems } from '../../../meta/names.ts';
import { type FieldError, invalid, notSupported, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
  ObjectFieldSelector,
  SecretKeySelector,
} from '../env.ts';
import { dnsSubdomain, each, invalidEach, when } from './checks.ts';
import { descendingPath } from './file-paths.ts';
import { validateResourceField } from './resource-field.ts';

/** Printable ASCII but for `=` (KEP-4369). */
const variableName = /^[ -<>-~]+$/;

const variableNameProblems = (name: string): string[] =>
  variableName.test(name)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

export const validateEnv = (vars: readonly EnvVar[] | undefined, path: FieldPath): FieldError[] =>
  each(vars, path, (variable, at) => [
    ...(variable.name === '' ? [] : invalidEach(at.child('name'), variable.name, variableNameProblems(variable.name))),
    ...when(variable.valueFrom, (source) => validateValueFrom(variable, source, at.child('valueFrom'))),
  ]);

const oneOfSources =
  'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

function validateValueFrom({ value }: EnvVar, source: EnvVarSource, path: FieldPath): FieldError[] {
  const named = Object.values(source).filter((each) => each !== undefined).length;
  return [
    ...when(source.fieldRef, (ref) => validateFieldRef(ref, envFields, path.child('fieldRef'))),
    ...when(source.resourceFieldRef, (ref) => validateResourceField(ref, path.child('resourceFieldRef'))),
    ...when(source.configMapKeyRef, (ref) => validateKeyRef(ref, path.child('configMapKeyRef'))),
    ...when(source.secretKeyRef, (ref) => validateKeyRef(ref, path.child('secretKeyRef'))),
    ...when(source.fileKeyRef, (ref) => validateFileKeyRef(ref, path.child('fileKeyRef'))),
    ...exclusive(named, value, path),
  ];
}

function exclusive(named: number, value: string | undefined, path: FieldPath): FieldError[] {
  if (named === 0) return [invalid(path, '', oneOfSources)];
  if (value) return [invalid(path, '', 'may not be specified when `value` is not empty')];
  if (named > 1) return [invalid(path, '', 'may not have more than one field specified at a time')];
  return [];
}

const validateKeyRef = (ref: ConfigMapKeySelector | SecretKeySelector, path: FieldPath): FieldError[] => [
  ...invalidEach(path.child('name'), ref.name ?? '', dns1123SubdomainProblems(ref.name ?? '')),
  ...(ref.key === '' ? [] : invalidEach(path.child('key'), ref.key, configMapKeyProblems(ref.key))),
];

const validateFileKeyRef = (ref: FileKeySelector, path: FieldPath): FieldError[] => [
  ...(ref.key === '' ? [] : invalidEach(path.child('key'), ref.key, variableNameProblems(ref.key))),
  ...descendingPath(ref.path, path.child('path')),
];

/** Fields a variable can show. */
const envFields = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

/** Fields a file of a downward API volume can show. */
export const volumeFields: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]);

/** Every field that has a downward name at all (pkg/apis/core/pods/helpers.go upstream). */
const knownFields = new Set([
  ...envFields,
  ...volumeFields,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

const subscripted = /^(.*)\['([^']*)'\]$/;

/** A reference to a field of the pod, which must be among those named. */
export function validateFieldRef(ref: ObjectFieldSelector, fields: ReadonlySet<string>, path: FieldPath): FieldError[] {
  if (!ref.fieldPath) return [];
  const at = path.child('fieldPath');
  const [, whole = ref.fieldPath, key] = subscripted.exec(ref.fieldPath) ?? [];
  const asked = whole === 'spec.host' ? 'spec.nodeName' : whole;
  if (!knownFields.has(asked)) {
    return [invalid(at, ref.fieldPath, `error converting fieldPath: field label not supported: ${ref.fieldPath}`)];
  }
  if (key !== undefined) return validateSubscript(asked, key, path);
  return fields.has(asked) ? [] : [notSupported(at, asked, [...fields])];
}

function validateSubscript(field: string, key: string, path: FieldPath): FieldError[] {
  if (field === 'metadata.annotations') {
    return invalidEach(path, key.toLowerCase(), qualifiedNameProblems(key.toLowerCase()));
  }
  if (field === 'metadata.labels') return invalidEach(path, key, qualifiedNameProblems(key));
  return [invalid(path, field, 'does not support subscript')];
}

const oneOfMaps = 'must specify one of: `configMapRef` or `secretRef`';

export const validateEnvFrom = (sources: readonly EnvFromSource[] | undefined, path: FieldPath): FieldError[] =>
  each(sources, path, ({ prefix, configMapRef, secretRef }, at) => [
    ...(prefix ? invalidEach(at.child('prefix'), prefix, variableNameProblems(prefix)) : []),
    ...when(configMapRef, (ref) => validateMapRef(ref, at.child('configMapRef'))),
    ...when(secretRef, (ref) => validateMapRef(ref, at.child('secretRef'))),
    // Kubernetes reports these two at the list, not at the entry.
    ...(configMapRef || secretRef ? [] : [invalid(path, '', oneOfMaps)]),
    ...(configMapRef && secretRef ? [invalid(path, '', 'may not have more than one field specified at a time')] : []),
  ]);

const validateMapRef = ({ name }: { name?: string | undefined }, path: FieldPath): FieldError[] =>
  name ? dnsSubdomain(name, path.child('name')) : [requiredValue(path.child('name'))];
