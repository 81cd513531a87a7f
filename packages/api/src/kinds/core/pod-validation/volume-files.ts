// Rules of single files in volumes made from keys and from facts about the pod.
import { type FieldError, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { DownwardAPIVolumeFile, KeyToPath } from '../volume-sources-files.ts';
import { fileMode } from './checks.ts';
import { validateFieldRef, volumeFields } from './env.ts';
import { unreservedPath } from './file-paths.ts';
import { validateVolumeResourceField } from './resource-field.ts';

/** One key and the file it becomes. */
export const validateKeyToPath = ({ path: file, mode }: KeyToPath, path: FieldPath): FieldError[] => [
  ...unreservedPath(file, path.child('path')),
  ...fileMode(mode, path.child('mode')),
];

/** One fact about the pod and the file it becomes. */
export const validateDownwardFile = (file: DownwardAPIVolumeFile, path: FieldPath): FieldError[] => [
  ...unreservedPath(file.path, path.child('path')),
  ...validateDownwardSource(file, path),
  ...fileMode(file.mode, path.child('mode')),
];

function validateDownwardSource({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, path: FieldPath): FieldError[] {
  if (fieldRef) {
    const both = 'fieldRef and resourceFieldRef can not be specified simultaneously';
    return [
      ...validateFieldRef(fieldRef, volumeFields, path.child('fieldRef')),
      ...(resourceFieldRef ? [invalid(path, 'resource', both)] : []),
    ];
  }
  if (resourceFieldRef) return validateVolumeResourceField(resourceFieldRef, path.child('resourceFieldRef'));
  return [requiredValue(path, 'one of fieldRef and resourceFieldRef is required')];
}
