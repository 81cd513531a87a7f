// Rules of projected volumes: several sources in one folder, none over another.
import { type FieldError, forbidden, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type {
  ClusterTrustBundleProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../volume-sources-projected.ts';
import { each, fileMode, when } from './checks.ts';
import { unreservedPath } from './file-paths.ts';
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts';

export function validateProjected({ defaultMode, sources }: ProjectedVolumeSource, path: FieldPath): FieldError[] {
  const taken = new Set<string>();
  return [
    ...fileMode(defaultMode, path.child('defaultMode')),
    ...each(sources, path.child('sources'), (source, at) => [
      ...validateSource(source, at),
      ...validateCount(source, at),
      ...filesOf(source).flatMap((file) => validateFree(file, taken, path)),
    ]),
  ];
}

const validateSource = (source: VolumeProjection, at: FieldPath): FieldError[] => [
  ...when(source.secret, (secret) => validateNamed(secret, at.child('secret'))),
  ...when(source.configMap, (configMap) => validateNamed(configMap, at.child('configMap'))),
  ...(source.downwardAPI?.items ?? []).flatMap((file) => validateDownwardFile(file, at.child('downwardAPI'))),
  ...when(source.serviceAccountToken, (token) => validateToken(token, at.child('serviceAccountToken'))),
  ...when(source.clusterTrustBundle, (bundle) => validateBundle(bundle, at.child('clusterTrustBundle'))),
];

const validateCount = (source: VolumeProjection, at: FieldPath): FieldError[] =>
  Object.values(source).filter((each) => each !== undefined).length > 1
    ? [forbidden(at, 'may not specify more than 1 volume type per source')]
    : [];

interface Named {
  name?: string | undefined;
  items?: Parameters<typeof validateKeyToPath>[0][] | undefined;
}

const validateNamed = ({ name, items }: Named, path: FieldPath): FieldError[] => [
  ...(name ? [] : [requiredValue(path.child('name'))]),
  ...each(items, path.child('items'), validateKeyToPath),
];

const tenMinutes = 600;

function validateToken(
  { expirationSeconds, path: file }: ServiceAccountTokenProjection,
  path: FieldPath,
): FieldError[] {
  const at = path.child('expirationSeconds');
  const seconds = expirationSeconds ?? tenMinutes;
  return [
    ...(seconds < tenMinutes ? [invalid(at, seconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(seconds > 2 ** 32 ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
    ...unreservedPath(file, path.child('path')),
  ];
}

function validateBundle(bundle: ClusterTrustBundleProjection, path: FieldPath): FieldError[] {
  const { name, signerName, labelSelector, path: file } = bundle;
  const errors = unreservedPath(file, path.child('path'));
  if (name !== undefined && signerName !== undefined) {
    return [invalid(path, bundle, 'only one of name and signerName may be used'), ...errors];
  }
  if (name === undefined && signerName === undefined) {
    return [requiredValue(path, 'either name or signerName must be specified'), ...errors];
  }
  if (name === undefined || labelSelector === undefined) return errors;
  const rule = 'labelSelector must be unset if name is specified';
  return [invalid(path.child('labelSelector'), labelSelector, rule), ...errors];
}

const pathsOf = (items: readonly { path: string }[] | undefined): string[] => (items ?? []).map(({ path }) => path);

const filesOf = ({ secret, configMap, downwardAPI, clusterTrustBundle }: VolumeProjection): string[] => [
  ...pathsOf(secret?.items),
  ...pathsOf(configMap?.items),
  ...pathsOf(downwardAPI?.items),
  ...(clusterTrustBundle ? [clusterTrustBundle.path] : []),
];

function validateFree(file: string, taken: Set<string>, path: FieldPath): FieldError[] {
  if (file === '') return [];
  if (taken.has(file)) return [invalid(path, file, 'conflicting duplicate paths')];
  taken.add(file);
  return [];
}
