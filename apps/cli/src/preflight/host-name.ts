// The host name becomes the node's name, which Kubernetes wants as an RFC 1123 subdomain.
import { hostname } from 'node:os';
import type { CheckResult } from '@gantry/api/host/check-result';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const MAX_LENGTH = 253;

export function readHostName(): string {
  return hostname();
}

export function checkHostName(host: string): CheckResult {
  const lower = host.toLowerCase();
  if (lower.length <= MAX_LENGTH && lower.split('.').every((label) => LABEL.test(label))) {
    return { name: 'host name', status: 'pass', message: host, remedy: '' };
  }
  return {
    name: 'host name',
    status: 'fail',
    message: `${JSON.stringify(host)} is not a host name after RFC 1123: letters, digits and hyphens, parts of 63 at most`,
    remedy:
      'give the machine another: hostnamectl set-hostname node-1 (or write /etc/hostname and run `hostname node-1`)',
  };
}
