// system:masters may do everything.
import type { AuthorizationRule } from './authorizer.ts';

export const administrators: AuthorizationRule = {
  name: 'administrators',
  allows: (user) => user.groups.includes('system:masters'),
};
