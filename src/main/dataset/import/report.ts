import type { Diagnosis, Split } from '../../../shared/domain.ts';
import { type ErrorCode, FundusError } from '../../../shared/errors.ts';
import type { MetadataKind } from '../../imaging/containers/inspection.ts';
import type { FovOrigin } from '../../store/schema.ts';
import type { LeftOut, PlannedImage } from '../layouts/plan.ts';
import type { PreparedImage } from './image.ts';

export interface TakenImage {
  readonly file: string;
  /** In the project: the file's without extension, with a number when another picture has that name. */
  readonly name: string;
  /** The name of its layout: "HRF". */
  readonly layout: string;
  readonly width: number;
  readonly height: number;
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
  readonly annotations: number;
  readonly fov: FovOrigin;
  /** What was removed: "EXIF", "GPS", ... */
  readonly stripped: readonly MetadataKind[];
  /** What a person should know of it. */
  readonly note: string | null;
}

/** A mask that went to an image which the project had before. */
export interface AddedMask {
  readonly file: string;
  readonly image: string;
  readonly role: 'annotation' | 'fov';
}

export interface ImportFailure {
  readonly file: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  /** The image that was left out because of it, where that is another file. */
  readonly image: string | null;
}

/** What an import took, what it left and why; every file is in one of the lists, or a mask of a taken image. */
export interface ImportReport {
  readonly taken: readonly TakenImage[];
  readonly added: readonly AddedMask[];
  readonly leftOut: readonly LeftOut[];
  readonly failed: readonly ImportFailure[];
}

/** A report that is being written. */
export type MutableReport = { -readonly [List in keyof ImportReport]: ImportReport[List][number][] };

export function takenImage(
  name: string,
  { file, layout, diagnosis, split, name: wanted }: PlannedImage,
  { width, height, annotations, fov, stripped }: PreparedImage,
): TakenImage {
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
