// Who asks: the client certificate, else the bearer token, else nobody in particular.
import type { TLSSocket } from 'node:tls';
import { StatusError } from '@gantry/api/meta/status-error';
import type { UserInfo } from '../../registry/registry.ts';
import { certificateUser } from './client-certificate.ts';

export interface Credentials {
  socket: TLSSocket;
  /** `Authorization` header; empty when absent. */
  authorization: string;
}

/** Recognises one kind of bearer token; undefined when the token is not of its kind or not good. */
export type TokenAuthenticator = (token: string) => Promise<UserInfo | undefined>;

export const authenticatedGroup = 'system:authenticated';

const anonymous: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

export class Authenticator {
  private readonly tokens: readonly TokenAuthenticator[];

  constructor(tokens: readonly TokenAuthenticator[]) {
    this.tokens = tokens;
  }

  /** @throws StatusError 401 for credentials that are not good; without any the caller is anonymous */
  async authenticate({ socket, authorization }: Credentials): Promise<UserInfo> {
    const certificate = certificateUser(socket);
    if (certificate.type === 'user') return known(certificate.user);
    const token = bearerToken(authorization);
    if (token !== undefined) return known(await this.tokenUser(token));
    if (certificate.type === 'refused') throw unauthorized();
    return anonymous;
  }

  private async tokenUser(token: string): Promise<UserInfo> {
    for (const authenticate of this.tokens) {
      const user = await authenticate(token);
      if (user) return user;
    }
    throw unauthorized();
  }
}

const unauthorized = () => new StatusError('Unauthorized', 'Unauthorized');

function known(user: UserInfo): UserInfo {
  if (user.groups.includes(authenticatedGroup)) return user;
  return { ...user, groups: [...user.groups, authenticatedGroup] };
}

/** Undefined for no header and for other schemes, which nobody here reads. */
function bearerToken(header: string): string | undefined {
  return /^\s*bearer +(\S.*)$/i.exec(header)?.[1]?.trim();
}
