import { expect, test } from 'vitest';
import { readyMessage } from './ready-message.ts';

const facts = {
  endpoint: { address: '127.0.0.1', port: 6443 },
  kubeconfig: '/my home/admin.kubeconfig',
  phases: [
    { name: 'preflight', seconds: 0.14 },
    { name: 'postgres', seconds: 0.66 },
  ],
  totalSeconds: 1.81,
};

test('names where, how long, and a command to copy', () => {
  expect(readyMessage(facts)).toBe(
    "ready  https://127.0.0.1:6443  (preflight 0.1 s, postgres 0.7 s; total 1.8 s)\nkubectl --kubeconfig '/my home/admin.kubeconfig' get namespaces",
  );
});

test('an IPv6 address stands in brackets', () => {
  expect(readyMessage({ ...facts, endpoint: { address: '::1', port: 1 } })).toContain('https://[::1]:1 ');
});
