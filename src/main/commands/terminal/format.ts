import { styleText } from 'node:util';
import Table from 'cli-table3';

/** "1 image", "3 images". */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** A picture's size: "512 x 384". */
export function size({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width} x ${height}`;
}

/** A share of 0 to 1 in percent: "81.2 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A figure of 0 to 1 with four decimals; a dash where it is not defined. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(4);
}

/** "8 s", "2 min 05 s", "1 h 20 min". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Decimal units: "3.2 MB". */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, n < 1 ? 0 : Math.floor(Math.log10(n) / 3));
  return `${(n / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Names of the borders that cli-table3 draws, but for the space between columns. */
const borders = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
] as const;

/** Aligned columns under a heading, two spaces apart, without lines. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const output = new Table({
    head: columns.map((column) => styleText('bold', column.title)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: { ...Object.fromEntries(borders.map((border) => [border, ''])), middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  output.push(...rows.map((row) => [...row]));
  return trimLines(output.toString());
}

/** "name  value" lines, the values aligned. */
export function properties(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return trimLines(
    entries.map(([name, value]) => `${styleText('bold', name.padEnd(width))}  ${value}`).join('\n'),
  );
}

/** Parts of a result, a blank line between them; empty parts are left out. */
export function sections(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
