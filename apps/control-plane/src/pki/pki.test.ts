// Keys and certificates: modes, names, renewal, completion after a crash, and the owner's own.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issue, newAuthority, newKey } from './certificate.ts';
import { loadPki, writeKubeconfig } from './pki.ts';

let home: string;
const file = (name: string) => join(home, 'pki', name);
const read = (name: string) => readFile(file(name), 'utf8');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gantry-pki-'));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

test('makes a set that openssl accepts, keys readable by their owner only', async () => {
  const pki = await loadPki(home, ['10.1.2.3']);
  for (const leaf of ['apiserver', 'admin']) {
    const output = execFileSync('openssl', ['verify', '-CAfile', file('ca.crt'), file(`${leaf}.crt`)], {
      encoding: 'utf8',
    });
    expect(output).toContain('OK');
  }
  expect((await stat(join(home, 'pki'))).mode & 0o777).toBe(0o700);
  for (const name of (await readdir(join(home, 'pki'))).filter((entry) => entry.endsWith('.key'))) {
    expect((await stat(file(name))).mode & 0o777, name).toBe(0o600);
  }
  const server = new X509Certificate(pki.server.certificate);
  for (const name of ['localhost', 'kubernetes', 'kubernetes.default.svc.cluster.local']) {
    expect(server.checkHost(name), name).toBe(name);
  }
  for (const address of ['127.0.0.1', '::1', '10.96.0.1', '10.1.2.3']) expect(server.checkIP(address)).toBe(address);
  const admin = new X509Certificate(pki.admin.certificate).toLegacyObject().subject;
  expect(admin).toMatchObject({ CN: 'kubernetes-admin', O: ['Gantry', 'system:masters'] });
});

test('a second start changes nothing', async () => {
  expect(await loadPki(home, [])).toEqual(await loadPki(home, []));
});

test('a new address renews the serving certificate and nothing else', async () => {
  const before = await loadPki(home, []);
  const after = await loadPki(home, ['10.9.9.9']);
  expect(after.server.certificate).not.toBe(before.server.certificate);
  expect(after.server.key).toBe(before.server.key);
  expect({ ...after, server: undefined }).toEqual({ ...before, server: undefined });
});

test('a serving certificate with less than 30 days left is renewed', async () => {
  const { authority, server } = await loadPki(home, []);
  const names = [
    ...(new X509Certificate(server.certificate).subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,]+)/g),
  ];
  const short = await issue(
    { certificate: authority.certificate, key: authority.key ?? '' },
    {
      subject: [{ O: ['Gantry'] }],
      usage: 'server',
      names: names.map(([, name]) => name ?? ''),
      key: server.key,
      days: 29,
    },
  );
  await writeFile(file('apiserver.crt'), short);
  const renewed = new X509Certificate((await loadPki(home, [])).server.certificate);
  expect(new Date(renewed.validTo).getTime() - Date.now()).toBeGreaterThan(300 * 24 * 3600 * 1000);
});

test.each([
  'ca.crt',
  'apiserver.crt',
  'admin.crt',
  'sa.key',
  'continue.key',
])('a set without %s is completed and still fits together', async (missing) => {
  await loadPki(home, []);
  await unlink(file(missing));
  const pki = await loadPki(home, []);
  const authority = new X509Certificate(pki.authority.certificate);
  for (const { certificate } of [pki.server, pki.admin]) {
    expect(new X509Certificate(certificate).verify(authority.publicKey)).toBe(true);
  }
});

test('own certificates are used as they are, also without the key of their CA', async () => {
  await loadPki(home, []);
  const caKey = await newKey();
  const ca = { certificate: await newAuthority(caKey, [{ CN: ['Own CA'] }], 100), key: caKey };
  const own = async (name: string, usage: 'server' | 'client', subject: Record<string, string[]>[]) => {
    const key = await newKey();
    const certificate = await issue(ca, { subject, usage, names: ['localhost'], key, days: 10 });
    await writeFile(file(`${name}.key`), key);
    await writeFile(file(`${name}.crt`), certificate);
    return { certificate, key };
  };
  await writeFile(file('ca.crt'), ca.certificate);
  await unlink(file('ca.key'));
  const server = await own('apiserver', 'server', [{ CN: ['own'] }]);
  await expect(loadPki(home, [])).rejects.toThrow(/admin\.crt has to be made, but the CA's key is not there/);
  const admin = await own('admin', 'client', [{ CN: ['me'] }, { O: ['system:masters'] }]);
  const pki = await loadPki(home, ['10.0.0.1']);
  expect(pki.server).toEqual(server);
  expect(pki.admin).toEqual(admin);
  expect(pki.authority).toEqual({ certificate: ca.certificate, key: undefined });
});

test.each(['utf8only', 'nombstr'])('an own CA of openssl, its name in %s, is named to the byte', async (encoding) => {
  await loadPki(home, []);
  await Promise.all(['ca.crt', 'ca.key', 'apiserver.crt', 'admin.crt'].map((name) => unlink(file(name))));
  const config = `[req]\nprompt = no\nstring_mask = ${encoding}\ndistinguished_name = dn\n[dn]\nO = Own\nCN = My CA\n`;
  await writeFile(file('openssl.cnf'), config);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const paths = ['-config', file('openssl.cnf'), '-keyout', file('ca.key'), '-out', file('ca.crt')];
  execFileSync('openssl', ['req', '-x509', '-days', '100', ...curve, ...paths], { stdio: 'ignore' });
  await loadPki(home, []);
  // Go finds the issuer by the bytes of its name (crypto/x509, CertPool.findPotentialParents).
  const name = (of: 'subject' | 'issuer', path: string) =>
    execFileSync('openssl', ['x509', '-in', path, '-noout', `-${of}`, '-nameopt', 'oneline,show_type'], {
      encoding: 'utf8',
    }).replace(`${of}=`, '');
  for (const leaf of ['apiserver.crt', 'admin.crt']) {
    expect(name('issuer', file(leaf))).toBe(name('subject', file('ca.crt')));
  }
});

test.each([
  ['ca.key', ['rsa'], /ca\.key is there without its certificate, and one is made for keys on P-256 only/],
  ['apiserver.key', ['rsa'], /apiserver\.key is there without its certificate/],
  ['sa.key', ['rsa'], /sa\.key is no private key on P-256/],
  ['sa.key', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], /sa\.key is no private key on P-256/],
])('a lone %s of the type %s is refused', async (name, [type = '', ...options], message) => {
  await mkdir(join(home, 'pki'));
  execFileSync('openssl', ['genpkey', '-algorithm', type, ...options, '-out', file(name)], { stdio: 'ignore' });
  await expect(loadPki(home, [])).rejects.toThrow(message);
});

test('a CA whose key cannot sign here is refused', async () => {
  await mkdir(join(home, 'pki'));
  const pair = ['-keyout', file('ca.key'), '-out', file('ca.crt')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-subj', '/CN=x', ...pair], {
    stdio: 'ignore',
  });
  await expect(loadPki(home, [])).rejects.toThrow(/ca\.key is of a type that signs no certificates here/);
});

test('keys and certificates of different sets are never mixed', async () => {
  await loadPki(home, []);
  await writeFile(file('ca.key'), await newKey());
  await expect(loadPki(home, [])).rejects.toThrow(/ca\.key does not belong to .*ca\.crt/);
});

test('a certificate without its key, and one that is none, are named', async () => {
  await loadPki(home, []);
  await unlink(file('apiserver.key'));
  await expect(loadPki(home, [])).rejects.toThrow(/apiserver\.crt is there without its key/);
  await writeFile(file('ca.crt'), 'hello');
  await expect(loadPki(home, [])).rejects.toThrow(/ca\.crt is not a certificate in PEM/);
});

test('processes that start at once agree on one set', async () => {
  const [one, two] = await Promise.all([loadPki(home, []), loadPki(home, [])]);
  expect(one?.authority).toEqual(two?.authority);
  expect(one?.storeKey).toEqual(two?.storeKey);
  expect(await read('sa.key')).toBe(one?.serviceAccountKey);
});

test('the kubeconfig names address and port and is private', async () => {
  const pki = await loadPki(home, []);
  await writeKubeconfig(home, pki, { address: '127.0.0.1', port: 7777 });
  const path = join(home, 'admin.kubeconfig');
  expect(await readFile(path, 'utf8')).toContain('server: https://127.0.0.1:7777\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
