export type CsvValue = string | number | null;

/** Comma-separated values as RFC 4180 has them: a row of titles, then the rows; null is an empty field. */
export function toCsv(titles: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [titles, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As the shells of all systems take it for one word: in double quotes where it needs any. */
export const shellWord = (word: string): string => (/^[\w./\\:~-]+$/.test(word) ? word : `"${word}"`);
