// Figures as a table for people, or as a JSON object a line for programs.
import type { Measurement } from './measurement.ts';

/** Figures of one family, a JSON object a line; without a peer its fields are null. */
export function jsonLines(bench: string, measurements: readonly Measurement[]): string {
  return measurements.map((measurement) => `${JSON.stringify(fieldsOf(bench, measurement))}\n`).join('');
}

function fieldsOf(bench: string, { metric, unit, value, peer }: Measurement) {
  return {
    bench,
    metric,
    unit,
    value: rounded(value),
    peer: peer?.name ?? null,
    peerValue: peer ? rounded(peer.value) : null,
    ratio: peer ? rounded(value / peer.value) : null,
  };
}

const rounded = (value: number): number => Number(value.toPrecision(4));

const headings = ['metric', 'value', 'target', 'peer value', 'ratio', 'peer'];
/** Columns of text; the others hold numbers and end on the right. */
const textColumns = new Set([0, 5]);

export function table(bench: string, measurements: readonly Measurement[]): string {
  const rows = [headings, ...measurements.map(cells)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => aligned(cell, column, widths[column] ?? 0)).join('  '));
  const rule = '-'.repeat(Math.max(...lines.map((line) => line.trimEnd().length)));
  return `${[bench, rule, lines[0], rule, ...lines.slice(1), rule].map((line) => line?.trimEnd()).join('\n')}\n`;
}

function aligned(cell: string, column: number, width: number): string {
  return textColumns.has(column) ? cell.padEnd(width) : cell.padStart(width);
}

function cells({ metric, unit, value, target, peer }: Measurement): string[] {
  return [
    metric,
    withUnit(value, unit),
    target ? targetText(target, unit) : '',
    peer ? withUnit(peer.value, unit) : '',
    peer ? figure(value / peer.value) : '',
    peer?.name ?? '',
  ];
}

function targetText(target: NonNullable<Measurement['target']>, unit: string): string {
  return 'atMost' in target ? `<= ${withUnit(target.atMost, unit)}` : `>= ${withUnit(target.atLeast, unit)}`;
}

const withUnit = (value: number, unit: string): string => `${figure(value)} ${unit}`;

/** Three digits that count; thousands stay whole. */
function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(3)).toString();
}
