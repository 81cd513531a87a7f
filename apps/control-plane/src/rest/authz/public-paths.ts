// What is no secret: health and version for everybody (system:public-info-viewer), discovery and schemas for everybody
// who said who they are (system:discovery). Reads only.
import { authenticatedGroup } from '../authn/authenticator.ts';
import type { AuthorizationRule } from './authorizer.ts';

const everybody = [/^\/(livez|readyz|healthz)(\/.*)?$/, /^\/version\/?$/];
const authenticated = [/^\/api(\/v1)?\/?$/, /^\/apis(\/[^/]+){0,2}\/?$/, /^\/openapi\/v[23](\/.*)?$/];

export const publicPaths: AuthorizationRule = {
  name: 'public-paths',
  allows(user, attributes) {
    if (attributes.type !== 'path' || attributes.verb !== 'get') return false;
    const open = user.groups.includes(authenticatedGroup) ? [...everybody, ...authenticated] : everybody;
    return open.some((pattern) => pattern.test(attributes.path));
  },
};
