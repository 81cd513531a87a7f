// nftables tables of the instance, `gantry-<instance>`; a machine without nft has none that we made.
import { isInstanceName } from './instance-name.ts';
import { runSystemProgram } from './system-program.ts';

/** As `family name`, the way nft takes them. */
export function findTables(instance: string): string[] {
  return tablesOf(listTables()).filter((table) => isInstanceName(table.split(' ')[1] ?? '', `gantry-${instance}`));
}

/** Reads `table <family> <name>` lines. */
export function tablesOf(listing: string): string[] {
  return [...listing.matchAll(/^table (\S+ \S+)$/gm)].map((match) => match[1] ?? '');
}

function listTables(): string {
  try {
    return runSystemProgram('nft', ['list', 'tables']);
  } catch {
    return '';
  }
}

export function removeTable(table: string): void {
  runSystemProgram('nft', ['delete', 'table', ...table.split(' ')]);
}
