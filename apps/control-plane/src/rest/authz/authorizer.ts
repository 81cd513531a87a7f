// May they? Rules are asked in turn; the first that allows decides, and when none does the answer is no.
import { StatusError } from '@gantry/api/meta/status-error';
import type { UserInfo } from '../../registry/registry.ts';
import type { RequestAttributes } from '../attributes.ts';

export interface AuthorizationRule {
  /** Kebab-case, as in `authz/<name>.ts`. */
  name: string;
  /** True allows; false leaves it to the others. */
  allows(user: UserInfo, attributes: RequestAttributes): boolean | Promise<boolean>;
}

export class Authorizer {
  private readonly rules: readonly AuthorizationRule[];

  constructor(rules: readonly AuthorizationRule[]) {
    this.rules = rules;
  }

  async allows(user: UserInfo, attributes: RequestAttributes): Promise<boolean> {
    for (const rule of this.rules) {
      if (await rule.allows(user, attributes)) return true;
    }
    return false;
  }

  /** @throws StatusError 403 */
  async authorize(user: UserInfo, attributes: RequestAttributes): Promise<void> {
    if (!(await this.allows(user, attributes))) throw forbidden(user, attributes);
  }
}

/** Kubernetes' words (apiserver/pkg/endpoints/handlers/responsewriters/errors.go). */
function forbidden(user: UserInfo, attributes: RequestAttributes): StatusError {
  const who = `User ${JSON.stringify(user.name)} cannot ${attributes.verb}`;
  if (attributes.type === 'path') {
    return new StatusError('Forbidden', `forbidden: ${who} path ${JSON.stringify(attributes.path)}`, {});
  }
  const { group, resource, subresource, namespace, name } = attributes;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const subject = group === '' ? resource : `${resource}.${group}`;
  return new StatusError(
    'Forbidden',
    `${subject}${name === '' ? '' : ` ${JSON.stringify(name)}`} is forbidden: ${who} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}`,
    { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: resource },
  );
}
