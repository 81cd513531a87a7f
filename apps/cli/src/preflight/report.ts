// How checks and changes look on a terminal.
import type { CheckResult } from '@gantry/api/host/check-result';
import type { Symbols } from '../terminal/output.ts';

/** A line for each check, and one more for a remedy. */
export function formatChecks(checks: readonly CheckResult[], symbols: Symbols): string[] {
  const signWidth = Math.max(...Object.values(symbols).map((sign) => sign.length));
  const nameWidth = Math.max(0, ...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, status, message, remedy }) => {
    const line = `${symbols[status].padEnd(signWidth)}  ${name.padEnd(nameWidth)}  ${message}`;
    return remedy === '' ? [line] : [line, `${' '.repeat(signWidth + nameWidth + 4)}remedy: ${remedy}`];
  });
}

export function formatChanges(changes: readonly string[]): string[] {
  return [
    'Gantry will change on this machine:',
    ...changes.map((change) => `  - ${change}`),
    '`gantry uninstall` undoes all of it.',
  ];
}
