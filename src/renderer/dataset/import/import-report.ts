import type { ImportReport } from '../../../shared/jobs/results.ts';
import { type CsvValue, toCsv } from '../../../shared/quoting.ts';

/** One row a file, in the order: taken, added, left out, failed. */
export function importReportCsv({ taken, added, leftOut, failed }: ImportReport): string {
  const rows: CsvValue[][] = [
    ...taken.map(({ file, name, note }) => [file, 'taken', name, note, null, null]),
    ...added.map(({ file, image, role }) => [file, `${role} added`, image, null, null, null]),
    ...leftOut.map(({ file, reason }) => [file, 'left out', null, reason, null, null]),
    ...failed.map(({ file, image, message, code, hint }) => [file, 'failed', image, message, code, hint]),
  ];
  return toCsv(['file', 'outcome', 'image', 'reason', 'code', 'hint'], rows);
}
