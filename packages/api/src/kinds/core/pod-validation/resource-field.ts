// Rules of references to a container's requests and limits.
import { Quantity } from '../../../meta/quantity.ts';
import { type FieldError, invalid, notSupported, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { ResourceFieldSelector } from '../env.ts';

const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

const hugePages = /^(limits|requests)\.hugepages-/;

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** In a variable: the container is the one that has the variable unless another is named. */
export const validateResourceField = (ref: ResourceFieldSelector, path: FieldPath): FieldError[] => [
  ...validateName(ref, path),
  ...validateDivisor(ref, path),
];

/** In a volume, which belongs to no container: the container must be named. */
export const validateVolumeResourceField = (ref: ResourceFieldSelector, path: FieldPath): FieldError[] =>
  ref.containerName
    ? validateResourceField(ref, path)
    : [requiredValue(path.child('containerName')), ...validateDivisor(ref, path)];

function validateName({ resource }: ResourceFieldSelector, path: FieldPath): FieldError[] {
  if (resource === '' || resources.includes(resource) || hugePages.test(resource)) return [];
  return [notSupported(path.child('resource'), resource, resources)];
}

const divisorWords: readonly (readonly [RegExp, string])[] = [
  [/\.memory$/, 'memory'],
  [/\.ephemeral-storage$/, 'local ephemeral storage'],
  [hugePages, 'hugepages'],
];

function validateDivisor({ resource, divisor = '0' }: ResourceFieldSelector, path: FieldPath): FieldError[] {
  if (Quantity.parse(divisor).nano === 0n) return [];
  const at = path.child('divisor');
  if (resource.endsWith('.cpu')) {
    const known = divisor === '1' || divisor === '1m';
    return known ? [] : [invalid(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource")];
  }
  const word = divisorWords.find(([pattern]) => pattern.test(resource))?.[1];
  if (word === undefined || byteDivisors.includes(divisor)) return [];
  const values = byteDivisors.join(', ');
  return [invalid(at, resource, `only divisor's values ${values} are supported with the ${word} resource`)];
}
