// The administrator's kubeconfig: works with kubectl as it is, all data embedded.
import { isIPv6 } from 'node:net';
import type { KeyPair } from './certificate.ts';

export interface KubeconfigFacts {
  address: string;
  port: number;
  authority: string;
  admin: KeyPair;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export function kubeconfig({ address, port, authority, admin }: KubeconfigFacts): string {
  const host = isIPv6(address) ? `[${address}]` : address;
  return `apiVersion: v1
kind: Config
clusters:
- name: gantry
  cluster:
    server: https://${host}:${port}
    certificate-authority-data: ${base64(authority)}
users:
- name: gantry-admin
  user:
    client-certificate-data: ${base64(admin.certificate)}
    client-key-data: ${base64(admin.key)}
contexts:
- name: gantry
  context:
    cluster: gantry
    user: gantry-admin
current-context: gantry
`;
}
