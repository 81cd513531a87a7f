// Rules of volumes: a name, one source, and what each source needs.
import { dns1123SubdomainProblems } from '../../../meta/names.ts';
import { Quantity } from '../../../meta/quantity.ts';
import { type FieldError, forbidden, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Volume } from '../volume.ts';
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  SecretVolumeSource,
} from '../volume-sources-files.ts';
import { dnsLabel, each, fileMode, inRange, when } from './checks.ts';
import { descendingPath, withoutBacksteps } from './file-paths.ts';
import { validateProjected } from './projected.ts';
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts';

/** Sources in the order Kubernetes looks for them: the first one counts, every further one is refused. */
const sourceOrder = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const satisfies readonly (keyof Volume)[];

type SourceName = (typeof sourceOrder)[number];

/** What can be said of a volume list: the errors, and the volumes that mounts may name. */
export interface CheckedVolumes {
  errors: FieldError[];
  byName: Map<string, Volume>;
}

/** @param podName name of the pod, for the claims made with it; absent in templates */
export function checkVolumes(volumes: readonly Volume[] | undefined, podName: string, path: FieldPath): CheckedVolumes {
  const byName = new Map<string, Volume>();
  const made = new Set((volumes ?? []).filter(({ ephemeral }) => ephemeral).map(({ name }) => `${podName}-${name}`));
  const errors = each(volumes, path, (volume, at) => {
    const found = [...validateVolume(volume, podName, at), ...dnsLabel(volume.name, at.child('name'))];
    if (found.length === 0) byName.set(volume.name, volume);
    return [...found, ...validateForeignClaim(volume, made, at)];
  });
  return { errors, byName };
}

function validateForeignClaim({ persistentVolumeClaim }: Volume, made: Set<string>, path: FieldPath): FieldError[] {
  const claim = persistentVolumeClaim?.claimName;
  if (claim === undefined || !made.has(claim)) return [];
  const at = path.child('persistentVolumeClaim').child('claimName');
  return [invalid(at, claim, 'must not reference a PVC that gets created for an ephemeral volume')];
}

function validateVolume(volume: Volume, podName: string, path: FieldPath): FieldError[] {
  const [first, ...more] = sourceOrder.filter((name) => volume[name] !== undefined);
  if (first === undefined) return [requiredValue(path, 'must specify a volume type')];
  const refused = more.map((name) => forbidden(path.child(name), 'may not specify more than 1 volume type'));
  return [...validateSource(volume, first, path), ...validateMadeClaim(volume, podName, path), ...refused];
}

function validateMadeClaim({ name, ephemeral }: Volume, podName: string, path: FieldPath): FieldError[] {
  if (!ephemeral || podName === '' || name === '') return [];
  const claim = `${podName}-${name}`;
  return dns1123SubdomainProblems(claim).map((problem) =>
    invalid(path.child('name'), name, `PVC name ${JSON.stringify(claim)}: ${problem}`),
  );
}

type SourceCheck = (volume: Volume, path: FieldPath) => FieldError[];

/** Sources whose rules go beyond their schema. */
const sourceChecks: Partial<Record<SourceName, SourceCheck>> = {
  emptyDir: ({ emptyDir }, path) => when(emptyDir, (source) => validateEmptyDir(source, path)),
  hostPath: ({ hostPath }, path) => when(hostPath, (source) => withoutBacksteps(source.path, path.child('path'))),
  gitRepo: ({ gitRepo }, path) =>
    when(gitRepo?.directory, (directory) => descendingPath(directory, path.child('directory'))),
  gcePersistentDisk: ({ gcePersistentDisk }, path) => validatePartition(gcePersistentDisk?.partition, path),
  awsElasticBlockStore: ({ awsElasticBlockStore }, path) => validatePartition(awsElasticBlockStore?.partition, path),
  secret: ({ secret }, path) => when(secret, (source) => validateSecret(source, path)),
  nfs: ({ nfs }, path) =>
    when(nfs, (source) =>
      source.path === '' || source.path.startsWith('/')
        ? []
        : [invalid(path.child('path'), source.path, 'must be an absolute path')],
    ),
  iscsi: ({ iscsi }, path) => inRange(iscsi?.lun, { lowest: 0, highest: 255 }, path.child('lun')),
  downwardAPI: ({ downwardAPI }, path) => when(downwardAPI, (source) => validateDownwardApi(source, path)),
  configMap: ({ configMap }, path) => when(configMap, (source) => validateConfigMap(source, path)),
  projected: ({ projected }, path) => when(projected, (source) => validateProjected(source, path)),
  ephemeral: ({ ephemeral }, path) =>
    ephemeral?.volumeClaimTemplate ? [] : [requiredValue(path.child('volumeClaimTemplate'))],
  image: ({ image }, path) => (image?.reference ? [] : [requiredValue(path.child('reference'))]),
};

const validateSource = (volume: Volume, name: SourceName, path: FieldPath): FieldError[] =>
  sourceChecks[name]?.(volume, path.child(name)) ?? [];

const validatePartition = (partition: number | undefined, path: FieldPath): FieldError[] =>
  partition === undefined || (partition >= 0 && partition <= 255)
    ? []
    : [invalid(path.child('partition'), partition, 'must be between 1 and 255, inclusive')];

const validateEmptyDir = ({ sizeLimit }: EmptyDirVolumeSource, path: FieldPath): FieldError[] =>
  sizeLimit !== undefined && Quantity.parse(sizeLimit).nano < 0n
    ? [forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
    : [];

const validateSecret = ({ secretName, defaultMode, items }: SecretVolumeSource, path: FieldPath): FieldError[] => [
  ...(secretName ? [] : [requiredValue(path.child('secretName'))]),
  ...fileMode(defaultMode, path.child('defaultMode')),
  ...each(items, path.child('items'), validateKeyToPath),
];

const validateConfigMap = ({ name, defaultMode, items }: ConfigMapVolumeSource, path: FieldPath): FieldError[] => [
  ...(name ? [] : [requiredValue(path.child('name'))]),
  ...fileMode(defaultMode, path.child('defaultMode')),
  ...each(items, path.child('items'), validateKeyToPath),
];

const validateDownwardApi = ({ defaultMode, items }: DownwardAPIVolumeSource, path: FieldPath): FieldError[] => [
  ...fileMode(defaultMode, path.child('defaultMode')),
  // Kubernetes reports these at the source, not at the item.
  ...(items ?? []).flatMap((item) => validateDownwardFile(item, path)),
];
