// Certificates under the CA that are kept current: the API server's and the administrator's.
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { createFile, readIfThere, replaceFile } from './atomic-file.ts';
import { type Authority, checkCertificate, checkLoneKey, checkPair } from './authority.ts';
import { type CertificateRequest, issue, type KeyPair, newKey } from './certificate.ts';

const renewBefore = 30 * 24 * 60 * 60 * 1000;
const oneYear = 365;

/** Marks certificates made here: only those are renewed. */
const madeHere = 'O=Gantry';

export interface LeafStatement {
  /** File name without ending, as kubeadm names it. */
  name: string;
  commonName: string;
  organizations: readonly string[];
  usage: CertificateRequest['usage'];
  names: readonly string[];
}

/** Reads the pair `<name>.crt`, `<name>.key`; makes or renews it where it is Gantry's own and needs it. */
export async function loadLeaf(folder: string, authority: Authority, leaf: LeafStatement): Promise<KeyPair> {
  const paths = { certificate: join(folder, `${leaf.name}.crt`), key: join(folder, `${leaf.name}.key`) };
  const found = await readIfThere(paths.certificate);
  const key = await readIfThere(paths.key);
  if (found !== undefined && key === undefined) throw keyMissing(paths);
  if (found !== undefined && key !== undefined) {
    const certificate = readCertificate(found, paths.certificate);
    checkPair({ certificate: found, key }, paths);
    if (!isOurs(certificate)) return own({ certificate: found, key }, paths.certificate);
    if (isCurrent(certificate, authority, leaf)) return { certificate: found, key };
  }
  return make(paths, { authority, leaf, key });
}

interface Making {
  authority: Authority;
  leaf: LeafStatement;
  key: string | undefined;
}

async function make(paths: KeyPair, { authority, leaf, key }: Making): Promise<KeyPair> {
  if (authority.key === undefined) {
    throw new StartError(
      `${paths.certificate} has to be made, but the CA's key is not there to sign it`,
      `put ${leaf.name}.crt and ${leaf.name}.key signed by your CA beside ca.crt, or add ca.key`,
    );
  }
  if (key !== undefined) checkLoneKey(key, paths);
  const leafKey = key ?? (await createFile(paths.key, { text: await newKey(), mode: 0o600 }));
  const certificate = await issue(
    { certificate: authority.certificate, key: authority.key },
    {
      subject: [
        { O: ['Gantry'] },
        ...leaf.organizations.map((organization) => ({ O: [organization] })),
        { CN: [leaf.commonName] },
      ],
      usage: leaf.usage,
      names: leaf.names,
      key: leafKey,
      days: oneYear,
    },
  );
  await replaceFile(paths.certificate, { text: certificate, mode: 0o644 });
  return { certificate, key: leafKey };
}

function readCertificate(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    return checkCertificate(text, path);
  }
}

function own(pair: KeyPair, path: string): KeyPair {
  checkCertificate(pair.certificate, path);
  return pair;
}

function isOurs(certificate: X509Certificate): boolean {
  return certificate.subject.split('\n').includes(madeHere);
}

function isCurrent(certificate: X509Certificate, authority: Authority, leaf: LeafStatement): boolean {
  const left = new Date(certificate.validTo).getTime() - Date.now();
  return (
    left >= renewBefore &&
    certificate.verify(new X509Certificate(authority.certificate).publicKey) &&
    sameNames(certificate, leaf.names)
  );
}

function sameNames(certificate: X509Certificate, names: readonly string[]): boolean {
  const held = (certificate.subjectAltName ?? '').split(', ').filter((entry) => entry !== '').length;
  return held === names.length && names.every((name) => holds(certificate, name));
}

function holds(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
}

function keyMissing(paths: KeyPair): StartError {
  return new StartError(
    `${paths.certificate} is there without its key`,
    `put the key at ${paths.key}, or remove the certificate to have a new pair made`,
  );
}
