// The words at the end of a start.

import { shellWord } from '../terminal/output.ts';
import type { PhaseTime } from '../terminal/progress.ts';
import type { Endpoint } from './control-plane.ts';

export interface ReadyFacts {
  endpoint: Endpoint;
  kubeconfig: string;
  phases: readonly PhaseTime[];
  totalSeconds: number;
}

/** One line with where and how long, one with a command to copy. */
export function readyMessage({ endpoint, kubeconfig, phases, totalSeconds }: ReadyFacts): string {
  const times = phases.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ');
  return [
    `ready  ${endpointUrl(endpoint)}  (${times}; total ${totalSeconds.toFixed(1)} s)`,
    `kubectl --kubeconfig ${shellWord(kubeconfig)} get namespaces`,
  ].join('\n');
}

function endpointUrl({ address, port }: Endpoint): string {
  return `https://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
