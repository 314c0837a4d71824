import { FundusError } from '../../../shared/errors.ts';
import type { ImportReport } from '../../../shared/jobs/results.ts';
import type { PlannedImage } from '../layouts/plan.ts';
import type { PreparedImage } from './image.ts';

/** A report that is being written. */
export type MutableReport = { -readonly [List in keyof ImportReport]: ImportReport[List][number][] };

export function takenImage(
  name: string,
  { file, layout, diagnosis, split, name: wanted }: PlannedImage,
  { width, height, annotations, fov, stripped }: PreparedImage,
): ImportReport['taken'][number] {
  return {
    ...{ file, name, layout, width, height, diagnosis, split, stripped },
    annotations: annotations.length,
    fov: fov.origin,
    note: name === wanted ? null : `another picture is called ${wanted}`,
  };
}

/**
 * Notes why a file was not imported.
 *
 * @param image the file that was to be imported; the error may name one of its masks
 * @throws the error, unless it is one that a file causes
 */
export function addFailure(report: MutableReport, error: unknown, image: string): void {
  if (!(error instanceof FundusError) || error.code === 'cancelled') throw error;
  const { code, message, hint = null, file = image } = error;
  report.failed.push({ file, code, message, hint, image: file === image ? null : image });
}
