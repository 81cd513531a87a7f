// Makes keys and certificates: ECDSA on P-256, signed by the cluster's CA.
import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

export interface CertificateRequest {
  /** Distinguished name, e.g. `CN=kubernetes-admin,O=system:masters`. */
  subject: x509.JsonName;
  usage: 'server' | 'client';
  /** DNS names and IP addresses. */
  names: readonly string[];
  /** PEM of the key the certificate is for. */
  key: string;
  days: number;
}

/** Whether a text is a private key of the type made here. */
export function isOwnKeyType(key: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(key);
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/** A new private key, PKCS 8 in PEM. */
export async function newKey(): Promise<string> {
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const raw = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  return pem(raw, 'PRIVATE KEY');
}

/** A self-signed CA certificate for `key`. */
export async function newAuthority(key: string, subject: x509.JsonName, days: number): Promise<string> {
  const keys = await keyPairOf(key);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...validity(days),
      name: subject,
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return `${certificate.toString('pem')}\n`;
}

/** A certificate signed by `authority`. */
export async function issue(authority: KeyPair, request: CertificateRequest): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const { publicKey } = await keyPairOf(request.key);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      ...validity(request.days),
      subject: request.subject,
      // As it is: Go compares the bytes of names, whose text may be encoded in several ways.
      issuer: issuer.subjectName,
      publicKey,
      signingKey: await signingKeyOf(authority.key),
      signingAlgorithm: signatureAlgorithm(authority.key),
      extensions: await leafExtensions(request, publicKey, issuer),
    },
    webcrypto,
  );
  return `${certificate.toString('pem')}\n`;
}

async function leafExtensions(
  { usage, names }: CertificateRequest,
  publicKey: webcrypto.CryptoKey,
  issuer: x509.X509Certificate,
): Promise<x509.Extension[]> {
  const purpose = usage === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([purpose], false),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
    await x509.AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
  ];
  if (names.length > 0) {
    const entries = names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }));
    extensions.push(new x509.SubjectAlternativeNameExtension(entries));
  }
  return extensions;
}

function validity(days: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const now = Date.now();
  const serial = randomBytes(16);
  // RFC 5280, 4.1.2.2: positive, at most 20 octets.
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  return {
    serialNumber: serial.toString('hex'),
    // Clocks of clients may be a little behind.
    notBefore: new Date(now - 5 * 60 * 1000),
    notAfter: new Date(now + days * day),
  };
}

async function keyPairOf(key: string): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey }> {
  const jwk = createPrivateKey(key).export({ format: 'jwk' });
  const { kty, crv, x, y } = jwk;
  const publicKey = await webcrypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, ['verify']);
  const privateKey = await webcrypto.subtle.importKey('jwk', { ...jwk }, algorithm, true, ['sign']);
  return { privateKey, publicKey };
}

/**
 * How a CA's key signs: own CAs may hold RSA keys or other curves.
 * @throws TypeError for a type of key that cannot sign here
 */
export function signatureAlgorithm(key: string): { name: string; hash: string; namedCurve?: string } {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(key);
  if (asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const curves: Record<string, { namedCurve: string; hash: string }> = {
    prime256v1: { namedCurve: 'P-256', hash: 'SHA-256' },
    secp384r1: { namedCurve: 'P-384', hash: 'SHA-384' },
    secp521r1: { namedCurve: 'P-521', hash: 'SHA-512' },
  };
  const curve = curves[asymmetricKeyDetails?.namedCurve ?? ''];
  if (asymmetricKeyType === 'ec' && curve) return { name: 'ECDSA', ...curve };
  throw new TypeError(`keys of type ${asymmetricKeyType} cannot sign certificates here`);
}

async function signingKeyOf(key: string): Promise<webcrypto.CryptoKey> {
  const raw = createPrivateKey(key).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', raw, signatureAlgorithm(key), false, ['sign']);
}

function pem(raw: ArrayBuffer, label: string): string {
  const lines =
    Buffer.from(raw)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
