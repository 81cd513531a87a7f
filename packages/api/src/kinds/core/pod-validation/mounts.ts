// Rules of volume mounts and of block devices in a container.
import { type FieldError, forbidden, invalid, notFound } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Container, VolumeMount } from '../container.ts';
import { each } from './checks.ts';
import type { SpecContext } from './context.ts';
import { descendingPath, withoutBacksteps } from './file-paths.ts';

/** What mounts and devices have in common. */
type MountingContainer = Pick<Container, 'securityContext' | 'volumeDevices' | 'volumeMounts'>;

export function validateMounts(container: MountingContainer, context: SpecContext, path: FieldPath): FieldError[] {
  const places = new Set<string>();
  return each(container.volumeMounts, path.child('volumeMounts'), (mount, at) => {
    const again = places.has(mount.mountPath);
    places.add(mount.mountPath);
    return [
      ...(context.volumes.has(mount.name) ? [] : [notFound(at.child('name'), mount.name)]),
      ...(again ? [invalid(at.child('mountPath'), mount.mountPath, 'must be unique')] : []),
      ...validateDeviceOverlap(mount, container, at),
      ...validateSubPaths(mount, at),
      ...validatePropagation(mount, container, at.child('mountPropagation')),
      ...validateRecursiveReadOnly(mount, at.child('recursiveReadOnly')),
    ];
  });
}

function validateDeviceOverlap(mount: VolumeMount, { volumeDevices }: MountingContainer, at: FieldPath): FieldError[] {
  const devices = volumeDevices ?? [];
  const errors: FieldError[] = [];
  if (devices.some(({ name }) => name === mount.name)) {
    errors.push(invalid(at.child('name'), mount.name, 'must not already exist in volumeDevices'));
  }
  if (devices.some(({ devicePath }) => devicePath === mount.mountPath)) {
    errors.push(invalid(at.child('mountPath'), mount.mountPath, 'must not already exist as a path in volumeDevices'));
  }
  return errors;
}

function validateSubPaths({ subPath, subPathExpr }: VolumeMount, at: FieldPath): FieldError[] {
  const errors = subPath ? descendingPath(subPath, at.child('subPath')) : [];
  if (!subPathExpr) return errors;
  const path = at.child('subPathExpr');
  const both = subPath ? [invalid(path, subPathExpr, 'subPathExpr and subPath are mutually exclusive')] : [];
  return [...errors, ...both, ...descendingPath(subPathExpr, path)];
}

const validatePropagation = (
  { mountPropagation }: VolumeMount,
  { securityContext }: MountingContainer,
  path: FieldPath,
): FieldError[] =>
  mountPropagation === 'Bidirectional' && !securityContext?.privileged
    ? [forbidden(path, 'Bidirectional mount propagation is available only to privileged containers')]
    : [];

function validateRecursiveReadOnly(mount: VolumeMount, path: FieldPath): FieldError[] {
  const { recursiveReadOnly, readOnly, mountPropagation } = mount;
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') return [];
  const errors = readOnly ? [] : [forbidden(path, 'may only be specified when readOnly is true')];
  if (!mountPropagation || mountPropagation === 'None') return errors;
  return [...errors, forbidden(path, 'may only be specified when mountPropagation is None or not specified')];
}

export function validateDevices(container: MountingContainer, context: SpecContext, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  const places = new Set<string>();
  return each(container.volumeDevices, path.child('volumeDevices'), ({ name, devicePath }, at) => {
    const errors = [
      ...(names.has(name) ? [invalid(at.child('name'), name, 'must be unique')] : []),
      ...validateDeviceVolume(name, context, at.child('name')),
      ...(places.has(devicePath) ? [invalid(at.child('devicePath'), devicePath, 'must be unique')] : []),
      ...(withoutBacksteps(devicePath, at).length > 0
        ? [invalid(at.child('devicePath'), devicePath, "can not contain backsteps ('..')")]
        : []),
    ];
    names.add(name);
    places.add(devicePath);
    return errors;
  });
}

function validateDeviceVolume(name: string, { volumes }: SpecContext, path: FieldPath): FieldError[] {
  const volume = volumes.get(name);
  if (!volume) return [notFound(path, name)];
  if (volume.persistentVolumeClaim || volume.ephemeral) return [];
  const rule = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return [invalid(path, name, rule)];
}
