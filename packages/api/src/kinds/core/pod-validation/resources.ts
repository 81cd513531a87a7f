// Rules of resource requests and limits.
import { qualifiedNameProblems } from '../../../meta/names.ts';
import { Quantity } from '../../../meta/quantity.ts';
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  notFound,
  requiredValue,
} from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { ResourceRequirements } from '../resources.ts';
import { each, invalidEach } from './checks.ts';

type ResourceList = Readonly<Record<string, string>>;

/** Resources without a domain that a container can ask for. */
const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources without a domain that exist at all, for quotas and volumes too (IsStandardResourceName upstream). */
const standardResources = new Set([
  ...containerResources,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

const isHugePages = (name: string) => name.startsWith('hugepages-');
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/');

/** Devices and huge pages cannot be promised twice. */
const isOvercommitAllowed = (name: string) => isNative(name) && !isHugePages(name);

function validateResourceName(name: string, path: FieldPath): FieldError[] {
  const problems = qualifiedNameProblems(name);
  if (problems.length > 0) return invalidEach(path, name, problems);
  if (name.includes('/')) return validateExtendedName(name, path);
  if (containerResources.has(name) || isHugePages(name)) return [];
  return [
    ...(standardResources.has(name)
      ? []
      : [invalid(path, name, 'must be a standard resource type or fully qualified')]),
    invalid(path, name, 'must be a standard resource for containers'),
  ];
}

function validateExtendedName(name: string, path: FieldPath): FieldError[] {
  if (isNative(name)) return [];
  // Quotas count an extended resource under `requests.<name>`, which must be a name too.
  const extended = !name.startsWith('requests.') && qualifiedNameProblems(`requests.${name}`).length === 0;
  return extended ? [] : [invalid(path, name, "doesn't follow extended resource name standard")];
}

function validateAmount(name: string, amount: Quantity, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (amount.nano < 0n) errors.push(invalid(path, amount.toString(), 'must be greater than or equal to 0'));
  if (!isNative(name) && amount.milliValue() % 1000n !== 0n) {
    errors.push(invalid(path, amount.toString(), 'must be an integer'));
  }
  return errors;
}

const validateList = (list: ResourceList | undefined, path: FieldPath): FieldError[] =>
  Object.entries(list ?? {}).flatMap(([name, text]) => [
    ...validateResourceName(name, path.key(name)),
    ...validateAmount(name, Quantity.parse(text), path.key(name)),
    ...validateHugePages(name, Quantity.parse(text), path.key(name)),
  ]);

function validateHugePages(name: string, amount: Quantity, path: FieldPath): FieldError[] {
  if (!isHugePages(name)) return [];
  const size = pageSize(name);
  if (size > 0n && amount.value() % size === 0n) return [];
  return [invalid(path, amount.toString(), `${amount.toString()} is not positive integer multiple of ${name}`)];
}

function pageSize(name: string): bigint {
  try {
    return Quantity.parse(name.slice('hugepages-'.length)).value();
  } catch {
    return 0n;
  }
}

interface Pair {
  name: string;
  request: Quantity;
  limit: string | undefined;
}

/** A request against its limit; Kubernetes reports it at the whole of the requests. */
function validatePair({ name, request, limit }: Pair, path: FieldPath): FieldError[] {
  const overcommit = isOvercommitAllowed(name);
  if (limit === undefined) {
    return overcommit
      ? []
      : [requiredValue(path.child('limits'), 'Limit must be set for non overcommitable resources')];
  }
  const order = request.compare(Quantity.parse(limit));
  const at = path.child('requests');
  if (!overcommit && order !== 0) {
    return [invalid(at, request.toString(), `must be equal to ${name} limit of ${limit}`)];
  }
  return order > 0 ? [invalid(at, request.toString(), `must be less than or equal to ${name} limit of ${limit}`)] : [];
}

export function validateResources(
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  path: FieldPath,
): FieldError[] {
  const limits = resources.limits ?? {};
  const requests = resources.requests ?? {};
  const pairs = Object.entries(requests).flatMap(([name, request]) =>
    validatePair({ name, request: Quantity.parse(request), limit: ownText(limits, name) }, path),
  );
  return [
    ...validateList(limits, path.child('limits')),
    ...validateList(requests, path.child('requests')),
    ...pairs,
    ...validateHugePagesAlone([...Object.keys(limits), ...Object.keys(requests)], path),
    ...validateClaims(resources, claimNames, path.child('claims')),
  ];
}

const ownText = (list: ResourceList, name: string): string | undefined =>
  Object.hasOwn(list, name) ? list[name] : undefined;

const validateHugePagesAlone = (names: readonly string[], path: FieldPath): FieldError[] =>
  names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')
    ? [forbidden(path, 'HugePages require cpu or memory')]
    : [];

function validateClaims(
  { claims }: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  path: FieldPath,
): FieldError[] {
  const known = [...claimNames].sort();
  const detail = known.length === 0 ? ' which is empty' : `: ${known.join(', ')}`;
  const seen = new Set<string>();
  return each(claims, path, ({ name, request }, at) => {
    if (name === '') return [];
    const key = request ? `${name}/${request}` : name;
    const again = seen.has(key) || seen.has(name);
    seen.add(key);
    const missing = notFound(at, name);
    const message = `${missing.message}: must be one of the names in pod.spec.resourceClaims${detail}`;
    return [...(again ? [duplicate(at, key)] : []), ...(claimNames.has(name) ? [] : [{ ...missing, message }])];
  });
}
