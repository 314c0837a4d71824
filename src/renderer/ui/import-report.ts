import { z } from 'zod';
import { type CsvValue, toCsv } from '../../shared/csv.ts';
import { diagnosisSchema, splitSchema } from '../../shared/domain.ts';

/** What an import job returned: every file is in one of the lists, or a mask of an image that was taken. */
export const importReportSchema = z.object({
  taken: z.array(
    z.object({
      file: z.string(),
      name: z.string(),
      layout: z.string(),
      width: z.number(),
      height: z.number(),
      diagnosis: diagnosisSchema.nullable(),
      split: splitSchema.nullable(),
      annotations: z.number(),
      fov: z.enum(['given', 'estimated']),
      stripped: z.array(z.string()),
      note: z.string().nullable(),
    }),
  ),
  added: z.array(z.object({ file: z.string(), image: z.string(), role: z.enum(['annotation', 'fov']) })),
  leftOut: z.array(z.object({ file: z.string(), reason: z.string() })),
  failed: z.array(
    z.object({
      file: z.string(),
      code: z.string(),
      message: z.string(),
      hint: z.string().nullable(),
      image: z.string().nullable(),
    }),
  ),
});
export type ImportReport = z.infer<typeof importReportSchema>;

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
