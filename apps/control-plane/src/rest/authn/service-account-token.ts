// Tokens of service accounts: JWTs (ES256) signed by the cluster's own key, good while account and bound object exist
// (KEP-1205; claims as pkg/serviceaccount/claims.go writes them).
import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { UserInfo } from '../../registry/registry.ts';
import type { TokenAuthenticator } from './authenticator.ts';

/** Issuer, and the audience of tokens for this API. */
export const issuer = 'https://kubernetes.default.svc';

const named = z.object({ name: z.string(), uid: z.string() });

const claimsSchema = z.object({
  aud: z.array(z.string()),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number(),
  iss: z.literal(issuer),
  jti: z.string(),
  sub: z.string(),
  'kubernetes.io': z.object({
    namespace: z.string(),
    serviceaccount: named,
    pod: named.optional(),
    secret: named.optional(),
  }),
});

type Claims = z.infer<typeof claimsSchema>;

export interface BoundObject {
  kind: 'Pod' | 'Secret' | 'ServiceAccount';
  namespace: string;
  name: string;
}

export interface TokenStatement {
  namespace: string;
  serviceAccount: { name: string; uid: string };
  bound?: { kind: 'Pod' | 'Secret'; name: string; uid: string };
  audiences: readonly string[];
  /** Seconds. */
  lifetime: number;
}

export interface ServiceAccountTokensOptions {
  /** PEM of the signing key (P-256). */
  key: string;
  /** UID of the object there is now; undefined when there is none. */
  uidOf(object: BoundObject): Promise<string | undefined>;
  /** Milliseconds since the epoch. */
  clock(): number;
}

export class ServiceAccountTokens {
  private readonly options: ServiceAccountTokensOptions;
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(options: ServiceAccountTokensOptions) {
    this.options = options;
    this.privateKey = createPrivateKey(options.key);
    this.publicKey = createPublicKey(options.key);
  }

  /** @returns the token and when it ends, in milliseconds since the epoch */
  issue({ namespace, serviceAccount, bound, audiences, lifetime }: TokenStatement): { token: string; expires: number } {
    const now = Math.floor(this.options.clock() / 1000);
    const claims: Claims = {
      aud: audiences.length > 0 ? [...audiences] : [issuer],
      exp: now + lifetime,
      iat: now,
      nbf: now,
      iss: issuer,
      jti: randomUUID(),
      sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
      'kubernetes.io': {
        namespace,
        serviceaccount: serviceAccount,
        ...(bound && { [bound.kind === 'Pod' ? 'pod' : 'secret']: { name: bound.name, uid: bound.uid } }),
      },
    };
    const content = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.privateKey, dsaEncoding: 'ieee-p1363' });
    return { token: `${content}.${signature.toString('base64url')}`, expires: claims.exp * 1000 };
  }

  readonly authenticate: TokenAuthenticator = async (token) => {
    const claims = this.verified(token);
    if (!claims || !(await this.stillBound(claims))) return undefined;
    return userOf(claims);
  };

  private verified(token: string): Claims | undefined {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.');
    if (rest.length > 0 || decode(header)?.alg !== 'ES256') return undefined;
    const genuine = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: this.publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const claims = genuine ? claimsSchema.safeParse(decode(payload)).data : undefined;
    const now = this.options.clock() / 1000;
    const timely = claims && claims.nbf <= now && now < claims.exp;
    return timely && claims.aud.includes(issuer) ? claims : undefined;
  }

  private async stillBound({ 'kubernetes.io': { namespace, serviceaccount, pod, secret } }: Claims): Promise<boolean> {
    const { uidOf } = this.options;
    if ((await uidOf({ kind: 'ServiceAccount', namespace, name: serviceaccount.name })) !== serviceaccount.uid)
      return false;
    if (pod && (await uidOf({ kind: 'Pod', namespace, name: pod.name })) !== pod.uid) return false;
    return !secret || (await uidOf({ kind: 'Secret', namespace, name: secret.name })) === secret.uid;
  }
}

function userOf({ jti, sub, 'kubernetes.io': { namespace, serviceaccount, pod } }: Claims): UserInfo {
  return {
    name: sub,
    uid: serviceaccount.uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${jti}`],
      ...(pod && {
        'authentication.kubernetes.io/pod-name': [pod.name],
        'authentication.kubernetes.io/pod-uid': [pod.uid],
      }),
    },
  };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(Buffer.from(part, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
