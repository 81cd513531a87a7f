// The cluster's CA: made at first start, or the owner's own, with or without its key.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { createFile, readIfThere } from './atomic-file.ts';
import { isOwnKeyType, type KeyPair, newAuthority, newKey, signatureAlgorithm } from './certificate.ts';

const tenYears = 3650;

export interface Authority {
  certificate: string;
  /** Absent when the owner keeps it elsewhere. */
  key: string | undefined;
}

/** Reads `ca.crt` and `ca.key`; makes what is missing. The key is written first: a half-written pair is completed. */
export async function loadAuthority(folder: string): Promise<Authority> {
  const paths = { certificate: join(folder, 'ca.crt'), key: join(folder, 'ca.key') };
  const certificate = await readIfThere(paths.certificate);
  const key = await readIfThere(paths.key);
  if (certificate !== undefined) {
    checkCertificate(certificate, paths.certificate);
    if (key !== undefined) checkSigner({ certificate, key }, paths);
    return { certificate, key };
  }
  if (key !== undefined) checkLoneKey(key, paths);
  const ownKey = key ?? (await createFile(paths.key, { text: await newKey(), mode: 0o600 }));
  const made = await newAuthority(ownKey, [{ CN: ['kubernetes'] }, { O: ['Gantry'] }], tenYears);
  const kept = await createFile(paths.certificate, { text: made, mode: 0o644 });
  checkPair({ certificate: kept, key: ownKey }, paths);
  return { certificate: kept, key: ownKey };
}

function checkSigner(pair: KeyPair, paths: KeyPair): void {
  checkPair(pair, paths);
  try {
    signatureAlgorithm(pair.key);
  } catch (error) {
    throw new StartError(
      `${paths.key} is of a type that signs no certificates here`,
      'use a CA whose key is RSA or on P-256, P-384 or P-521; or keep ca.key elsewhere and put certificates signed by it there',
      { cause: error },
    );
  }
}

/** @throws StartError for a key that no certificate can be made for */
export function checkLoneKey(key: string, paths: KeyPair): void {
  if (isOwnKeyType(key)) return;
  throw new StartError(
    `${paths.key} is there without its certificate, and one is made for keys on P-256 only`,
    `put its certificate at ${paths.certificate}, or remove the key to have a new pair made`,
  );
}

/** @throws StartError unless the text is a certificate in PEM that is still valid */
export function checkCertificate(text: string, path: string): X509Certificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(text);
  } catch (error) {
    throw new StartError(
      `${path} is not a certificate in PEM`,
      'replace the file, or remove it to have a new one made',
      {
        cause: error,
      },
    );
  }
  if (new Date(certificate.validTo).getTime() > Date.now()) return certificate;
  throw new StartError(`${path} expired on ${certificate.validTo}`, 'put a valid certificate there');
}

/** @throws StartError unless the key belongs to the certificate */
export function checkPair(pair: KeyPair, paths: KeyPair): void {
  let fits: boolean;
  try {
    fits = new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key));
  } catch (error) {
    throw new StartError(`${paths.key} is not a private key in PEM`, 'replace the file', { cause: error });
  }
  if (fits) return;
  throw new StartError(
    `${paths.key} does not belong to ${paths.certificate}`,
    'put the key that goes with the certificate there, or remove both to have new ones made',
  );
}
