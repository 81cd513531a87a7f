// Everything under $GANTRY_HOME/pki: made once, completed after a crash, renewed at start.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { createFile, hasCode, readIfThere, replaceFile } from './atomic-file.ts';
import { type Authority, loadAuthority } from './authority.ts';
import { isOwnKeyType, type KeyPair, newKey } from './certificate.ts';
import { kubeconfig } from './kubeconfig.ts';
import { loadLeaf } from './leaf.ts';
import { servingNames } from './serving-names.ts';

export interface Pki {
  folder: string;
  authority: Authority;
  /** The API server's serving certificate. */
  server: KeyPair;
  /** The administrator's client certificate. */
  admin: KeyPair;
  /** Private key, PEM, that signs service-account tokens. */
  serviceAccountKey: string;
  /** 32 bytes: encrypts secrets in the store. */
  storeKey: Buffer;
  /** 32 bytes: signs continue tokens. */
  continueKey: Buffer;
}

/**
 * Reads or makes all keys and certificates.
 * @param home data directory
 * @param listen addresses beside loopback that the certificate must name
 */
export async function loadPki(home: string, listen: readonly string[]): Promise<Pki> {
  const folder = join(home, 'pki');
  await makeFolder(folder);
  const authority = await loadAuthority(folder);
  const server = await loadLeaf(folder, authority, {
    name: 'apiserver',
    commonName: 'kube-apiserver',
    organizations: [],
    usage: 'server',
    names: servingNames(listen),
  });
  const admin = await loadLeaf(folder, authority, {
    name: 'admin',
    commonName: 'kubernetes-admin',
    organizations: ['system:masters'],
    usage: 'client',
    names: [],
  });
  return { folder, authority, server, admin, ...(await loadKeys(folder)) };
}

/** Writes `$GANTRY_HOME/admin.kubeconfig` for the address the API answers on. */
export async function writeKubeconfig(home: string, pki: Pki, api: { address: string; port: number }): Promise<void> {
  const path = join(home, 'admin.kubeconfig');
  const text = kubeconfig({ ...api, authority: pki.authority.certificate, admin: pki.admin });
  if ((await readIfThere(path)) === text) {
    await chmod(path, 0o600);
    return;
  }
  await replaceFile(path, { text, mode: 0o600 });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    const reason = hasCode(error, 'ENOSPC') ? 'the disk is full' : 'it cannot be created or its mode not be set';
    throw new StartError(`${folder}: ${reason}`, 'make the data directory writable, or name another in GANTRY_HOME', {
      cause: error,
    });
  }
}

async function loadKeys(folder: string): Promise<Pick<Pki, 'serviceAccountKey' | 'storeKey' | 'continueKey'>> {
  const path = join(folder, 'sa.key');
  const serviceAccountKey = await createOnce(path, newKey);
  if (!isOwnKeyType(serviceAccountKey)) {
    throw new StartError(`${path} is no private key on P-256`, 'replace the file, or remove it to have a new one made');
  }
  return {
    serviceAccountKey,
    storeKey: await secretBytes(join(folder, 'store.key')),
    continueKey: await secretBytes(join(folder, 'continue.key')),
  };
}

async function secretBytes(path: string): Promise<Buffer> {
  const text = await createOnce(path, async () => `${randomBytes(32).toString('base64')}\n`);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 32) return bytes;
  throw new StartError(`${path} does not hold 32 bytes in base64`, 'restore the file from your backup');
}

async function createOnce(path: string, make: () => Promise<string>): Promise<string> {
  return (await readIfThere(path)) ?? (await createFile(path, { text: await make(), mode: 0o600 }));
}
