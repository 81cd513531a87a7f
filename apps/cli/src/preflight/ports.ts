// Is the API's port free on every address it listens on; if not, who has it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { CheckResult } from '@gantry/api/host/check-result';
import type { Config } from '../config.ts';
import { errorCode } from '../failure.ts';
import type { RunRecord } from '../process/run-record.ts';
import { findPortHolder } from './port-holder.ts';

export interface OwnProcesses {
  starter: RunRecord | undefined;
  leftovers: readonly RunRecord[];
}

export async function checkPorts({ apiPort, listen }: Config, { leftovers }: OwnProcesses): Promise<CheckResult> {
  const addresses = ['127.0.0.1', ...listen];
  if (apiPort === 0) return { name: 'ports', status: 'pass', message: 'any free port is taken', remedy: '' };
  for (const address of addresses) {
    const code = await tryToListen(address, apiPort);
    const problem = code === undefined ? undefined : explain(code, { address, port: apiPort, leftovers });
    if (problem !== undefined) return problem;
  }
  return { name: 'ports', status: 'pass', message: `${apiPort} is free on ${addresses.join(', ')}`, remedy: '' };
}

async function tryToListen(address: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host: address, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return errorCode(error) ?? 'EUNKNOWN';
  } finally {
    server.close();
  }
}

interface Place {
  address: string;
  port: number;
  leftovers: readonly RunRecord[];
}

function explain(code: string, { address, port, leftovers }: Place): CheckResult | undefined {
  const name = 'ports';
  if (code === 'EADDRNOTAVAIL') {
    return {
      name,
      status: 'fail',
      message: `${address} is not an address of this machine`,
      remedy: 'correct GANTRY_LISTEN',
    };
  }
  if (code === 'EACCES') {
    const remedy = 'set GANTRY_API_PORT to a port from 1024 on, or start as root';
    return { name, status: 'fail', message: `port ${port} may not be used by user id ${process.geteuid?.()}`, remedy };
  }
  if (code !== 'EADDRINUSE') {
    return {
      name,
      status: 'fail',
      message: `port ${port} of ${address} cannot be used: ${code}`,
      remedy: 'set GANTRY_API_PORT to another',
    };
  }
  const holder = findPortHolder(port);
  if (leftovers.some(({ pid }) => pid === holder?.pid)) {
    return {
      name,
      status: 'pass',
      message: `${port} is used by this Gantry itself (process ${holder?.pid})`,
      remedy: '',
    };
  }
  const who = holder === undefined ? 'another process' : `${holder.program} (process ${holder.pid})`;
  const remedy = 'stop it, or set GANTRY_API_PORT to another port (0 takes any free one)';
  return { name, status: 'fail', message: `port ${port} of ${address} is in use by ${who}`, remedy };
}
