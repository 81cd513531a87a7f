// Rules for `metadata`, the same for every kind (k8s.io/apimachinery/pkg/api/validation/objectmeta.go).
import type { KindDefinition, NameRule } from '../kinds/define-kind.ts';
import { type FieldError, forbidden, invalid, requiredValue, tooLong } from '../schema/field-error.ts';
import { FieldPath } from '../schema/field-path.ts';
import { validateFieldManager } from './field-manager.ts';
import {
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  pathSegmentNameProblems,
  qualifiedNameProblems,
} from './names.ts';
import type { ManagedFieldsEntry, ObjectMeta } from './object-meta.ts';
import { byteLength } from './text-size.ts';
import { validateLabels } from './validate-labels.ts';
import { validateOwnerReferences } from './validate-owner-references.ts';

const root = FieldPath.of('metadata');
const maxAnnotationBytes = 256 * 1024;
const maxSubresourceBytes = 256;

const nameRules: Readonly<Record<NameRule, (name: string) => string[]>> = {
  'dns-subdomain': dns1123SubdomainProblems,
  'dns-label': dns1123LabelProblems,
  'path-segment': pathSegmentNameProblems,
};

/** Checks metadata as it stands, after the server made a name from `generateName` where none was given. */
export function validateObjectMeta(kind: KindDefinition, meta: ObjectMeta): FieldError[] {
  return [...validateName(kind, meta), ...validateNamespace(kind, meta), ...validateRest(meta)];
}

/**
 * Checks what changed, beside `validateObjectMeta` of the new metadata. What the server keeps by itself (uid,
 * timestamps) must have been carried over from `old` where the client left it out.
 */
export function validateObjectMetaUpdate(_kind: KindDefinition, meta: ObjectMeta, old: ObjectMeta): FieldError[] {
  return [
    ...(old.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(meta, old)),
    ...validateGenerationUpdate(meta, old),
    ...immutable.flatMap((field) => validateImmutable(field, meta, old)),
  ];
}

/** Fields that no update changes, in the order Kubernetes reports them; the text ones are empty when absent. */
const immutable = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

const textual = new Set<string>(['name', 'namespace', 'uid']);

function validateImmutable(field: (typeof immutable)[number], meta: ObjectMeta, old: ObjectMeta): FieldError[] {
  const absent = textual.has(field) ? '' : undefined;
  const value = meta[field] ?? absent;
  return value === (old[field] ?? absent) ? [] : [invalid(root.child(field), value, 'field is immutable')];
}

function validateName({ nameRule }: KindDefinition, { name, generateName }: ObjectMeta): FieldError[] {
  const path = root.child('name');
  const prefix = root.child('generateName');
  const problemsOf = nameRules[nameRule];
  // A prefix may end in a dash, for more is to follow.
  const start = generateName && nameRule !== 'path-segment' ? generateName.replace(/^(.*).-$/s, '$1a') : generateName;
  return [
    ...(start ? problemsOf(start).map((problem) => invalid(prefix, generateName, problem)) : []),
    ...(name
      ? problemsOf(name).map((problem) => invalid(path, name, problem))
      : [requiredValue(path, 'name or generateName is required')]),
  ];
}

function validateNamespace({ scope }: KindDefinition, { namespace }: ObjectMeta): FieldError[] {
  const path = root.child('namespace');
  if (scope === 'Cluster') return namespace ? [forbidden(path, 'not allowed on this type')] : [];
  if (!namespace) return [requiredValue(path)];
  return dns1123LabelProblems(namespace).map((problem) => invalid(path, namespace, problem));
}

function validateRest(meta: ObjectMeta): FieldError[] {
  const { generation = 0 } = meta;
  return [
    ...(generation < 0 ? [invalid(root.child('generation'), generation, 'must be greater than or equal to 0')] : []),
    ...validateLabels(meta.labels ?? {}, root.child('labels')),
    ...validateAnnotations(meta.annotations ?? {}, root.child('annotations')),
    ...validateOwnerReferences(meta.ownerReferences ?? [], root.child('ownerReferences')),
    ...validateFinalizers(meta.finalizers ?? [], root.child('finalizers')),
    ...(meta.managedFields ?? []).flatMap((entry, index) =>
      validateManagedFields(entry, root.child('managedFields').index(index)),
    ),
  ];
}

/** Checks annotations: keys may have upper case in their prefix, values may hold anything. */
export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: FieldPath): FieldError[] {
  const errors = Object.keys(annotations).flatMap((key) =>
    qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid(path, key, problem)),
  );
  const sizes = Object.entries(annotations).map(([key, value]) => byteLength(key) + byteLength(value));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > maxAnnotationBytes ? [...errors, tooLong(path, maxAnnotationBytes)] : errors;
}

function validateFinalizers(finalizers: readonly string[], path: FieldPath): FieldError[] {
  const errors = finalizers.flatMap((name) =>
    qualifiedNameProblems(name).map((problem) => invalid(path, name, problem)),
  );
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta): FieldError[] {
  const known = new Set(old.finalizers);
  const added = [...new Set(meta.finalizers)].filter((name) => !known.has(name)).sort();
  if (added.length === 0) return [];
  const names = added.map((name) => JSON.stringify(name)).join(', ');
  const rule = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  return [forbidden(root.child('finalizers'), `${rule} []string{${names}}`)];
}

function validateGenerationUpdate({ generation = 0 }: ObjectMeta, old: ObjectMeta): FieldError[] {
  const decremented = generation < (old.generation ?? 0);
  return decremented ? [invalid(root.child('generation'), generation, 'must not be decremented')] : [];
}

function validateManagedFields(entry: ManagedFieldsEntry, path: FieldPath): FieldError[] {
  const { operation = '', fieldsType, manager = '', subresource = '' } = entry;
  const errors: FieldError[] = [];
  if (operation !== 'Apply' && operation !== 'Update') {
    errors.push(invalid(path.child('operation'), operation, 'must be `Apply` or `Update`'));
  }
  if (fieldsType && fieldsType !== 'FieldsV1') {
    errors.push(invalid(path.child('fieldsType'), fieldsType, 'must be `FieldsV1`'));
  }
  errors.push(...validateFieldManager(manager, path.child('manager')));
  if (byteLength(subresource) > maxSubresourceBytes) {
    errors.push(tooLong(path.child('subresource'), maxSubresourceBytes));
  }
  return errors;
}
