// Bearer tokens: the static file's format and mode, and what makes a service account's token good or not.
import { createPrivateKey, sign } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newKey } from '../../pki/certificate.ts';
import { type BoundObject, issuer, ServiceAccountTokens } from './service-account-token.ts';
import { loadTokenFile } from './token-file.ts';

let folder: string;
const file = () => join(folder, 'tokens.csv');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-tokens-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const write = (text: string, mode = 0o600) => writeFile(file(), text, { mode });

test("reads kube-apiserver's format", async () => {
  await write('# who\n31ada4fd,jane,1001,"team-a, team-b"\n\n"q""t",bob,,\r\nplain,eve,7\n');
  const authenticate = await loadTokenFile(file());
  expect(await authenticate('31ada4fd')).toEqual({ name: 'jane', uid: '1001', groups: ['team-a', 'team-b'] });
  expect(await authenticate('q"t')).toEqual({ name: 'bob', groups: [] });
  expect(await authenticate('plain')).toEqual({ name: 'eve', uid: '7', groups: [] });
  for (const token of ['', '31ada4f', '31ada4fd ', 'jane']) expect(await authenticate(token)).toBe(undefined);
});

test('no file, no tokens', async () => {
  expect(await (await loadTokenFile(file()))('x')).toBe(undefined);
});

test('a file that others may read, or that is malformed, is refused', async () => {
  await write('a,b,c\n');
  await chmod(file(), 0o640);
  await expect(loadTokenFile(file())).rejects.toThrow('can be read by others');
  await chmod(file(), 0o600);
  await write('a,b,c\njust-a-token\n');
  await expect(loadTokenFile(file())).rejects.toThrow('line 2: not token,user,uid');
});

const account = { name: 'robot', uid: 'u-1' };
let now = 1_800_000_000_000;
const live = new Map([
  ['ServiceAccount/ns/robot', 'u-1'],
  ['Pod/ns/p', 'u-2'],
]);
const key = await newKey();
const tokens = new ServiceAccountTokens({
  key,
  uidOf: async ({ kind, namespace, name }: BoundObject) => live.get(`${kind}/${namespace}/${name}`),
  clock: () => now,
});

const issued = (audiences: string[] = []) =>
  tokens.issue({
    namespace: 'ns',
    serviceAccount: account,
    bound: { kind: 'Pod', name: 'p', uid: 'u-2' },
    audiences,
    lifetime: 600,
  }).token;

test('a token says who it is of, as long as what it is bound to exists', async () => {
  const token = issued();
  expect(await tokens.authenticate(token)).toEqual({
    name: 'system:serviceaccount:ns:robot',
    uid: 'u-1',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ns'],
    extra: {
      'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=/)],
      'authentication.kubernetes.io/pod-name': ['p'],
      'authentication.kubernetes.io/pod-uid': ['u-2'],
    },
  });
  live.set('Pod/ns/p', 'u-3');
  expect(await tokens.authenticate(token)).toBe(undefined);
  live.set('Pod/ns/p', 'u-2');
  live.delete('ServiceAccount/ns/robot');
  expect(await tokens.authenticate(token)).toBe(undefined);
  live.set('ServiceAccount/ns/robot', 'u-1');
  now += 600_000;
  expect(await tokens.authenticate(token)).toBe(undefined);
  now -= 600_000;
});

test('tokens for others, changed ones and those of other keys are not good', async () => {
  expect(await tokens.authenticate(issued(['vault']))).toBe(undefined);
  expect(await tokens.authenticate(issued(['vault', issuer]))).toBeDefined();
  const [header = '', payload = '', signature = ''] = issued().split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const changed = encode({ ...claims, sub: 'system:admin' });
  const none = encode({ alg: 'none', typ: 'JWT' });
  const hmac = encode({ alg: 'HS256', typ: 'JWT' });
  const candidates = [
    `${header}.${changed}.${signature}`,
    `${none}.${payload}.`,
    `${hmac}.${payload}.${signature}`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.x`,
    `${header}.${payload}.`,
    '..',
    signedBy(await newKey(), `${header}.${payload}`),
    signedBy(key, `${header}.${encode({ ...claims, iss: 'https://elsewhere' })}`),
    signedBy(key, `${header}.${encode({ ...claims, nbf: claims.nbf + 60 })}`),
    signedBy(key, `${header}.${encode('text')}`),
  ];
  for (const candidate of candidates) expect(await tokens.authenticate(candidate), candidate).toBe(undefined);
  expect(await tokens.authenticate(signedBy(key, `${header}.${payload}`))).toBeDefined();
});

function signedBy(pem: string, content: string): string {
  const signature = sign('sha256', Buffer.from(content), { key: createPrivateKey(pem), dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}
