// /livez, /readyz, /healthz and their single checks, in kube-apiserver's format.

import type { ApiCall } from './api-call.ts';
import { type Answer, textAnswer } from './response/answer.ts';
import type { Route } from './route.ts';
import { noSuchPath } from './status-answer.ts';

interface HealthCheck {
  /** As in `/readyz/<name>`. */
  name: string;
  /** Throws, or returns false, when not well. */
  check(): boolean | Promise<boolean>;
}

export interface HealthChecks {
  livez: readonly HealthCheck[];
  readyz: readonly HealthCheck[];
}

const ping: HealthCheck = { name: 'ping', check: () => true };

export function healthRoutes({ livez, readyz }: HealthChecks): Route[] {
  return [
    ...endpointRoutes('livez', [ping, ...livez]),
    ...endpointRoutes('readyz', [ping, ...readyz]),
    // Older than the other two and deprecated; says what readyz says.
    ...endpointRoutes('healthz', [ping, ...readyz]),
  ];
}

function endpointRoutes(endpoint: string, checks: readonly HealthCheck[]): Route[] {
  const attributes = { type: 'path' } as const;
  return [
    { method: 'GET', url: `/${endpoint}`, attributes, handle: (call) => runAll(endpoint, checks, call) },
    { method: 'GET', url: `/${endpoint}/:name`, attributes, handle: (call) => runOne(endpoint, checks, call) },
  ];
}

async function runAll(endpoint: string, checks: readonly HealthCheck[], { query }: ApiCall): Promise<Answer> {
  const excluded = new Set(query.all('exclude'));
  const results = await Promise.all(
    checks.map(async (check) => ({ name: check.name, skipped: excluded.has(check.name), well: await isWell(check) })),
  );
  const well = results.every((result) => result.skipped || result.well);
  if (well && !query.has('verbose')) return textAnswer('ok');
  const lines = results.map((result) => line(result));
  lines.push(`${endpoint} check ${well ? 'passed' : 'failed'}`);
  return textAnswer(`${lines.join('\n')}\n`, well ? 200 : 500);
}

function line({ name, skipped, well }: { name: string; skipped: boolean; well: boolean }): string {
  if (skipped) return `[+]${name} excluded: ok`;
  return well ? `[+]${name} ok` : `[-]${name} failed: reason withheld`;
}

async function runOne(endpoint: string, checks: readonly HealthCheck[], { name }: ApiCall): Promise<Answer> {
  const check = checks.find((known) => known.name === name);
  if (!check) throw noSuchPath();
  if (await isWell(check)) return textAnswer('ok');
  return textAnswer(`internal server error: ${endpoint} check ${JSON.stringify(name)} failed: reason withheld\n`, 500);
}

async function isWell({ check }: HealthCheck): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
